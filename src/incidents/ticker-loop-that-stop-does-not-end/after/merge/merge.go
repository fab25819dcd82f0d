// Package merge puts lines of several logs into one.
package merge

import "time"

// Merge flushes at least once per interval until the source has ended.
func Merge(source <-chan string, interval time.Duration, flush func()) {
	ticker := time.NewTicker(interval)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-ticker.C:
				flush()
			case <-done:
				return
			}
		}
	}()
	for range source {
		flush()
	}
	ticker.Stop()
	close(done)
}
