// Package merge puts lines of several logs into one.
package merge

import "time"

// Merge flushes at least once per interval until the source has ended.
func Merge(source <-chan string, interval time.Duration, flush func()) {
	ticker := time.NewTicker(interval)
	go func() {
		for range ticker.C { // want subject:"^ticker.C$" function:"^Merge$"
			flush()
		}
	}()
	for range source {
		flush()
	}
	ticker.Stop()
}
