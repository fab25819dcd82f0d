package merge

import "time"

// Pulse lives as long as the process, and nobody stops its ticker.
func Pulse(beat func()) {
	ticker := time.NewTicker(time.Second)
	go func() {
		for range ticker.C {
			beat()
		}
	}()
}

// Few leaves its loop by itself.
func Few(beat func() bool) {
	ticker := time.NewTicker(time.Second)
	go func() {
		for range ticker.C {
			if !beat() {
				return
			}
		}
	}()
	beat()
	ticker.Stop()
}
