package watchdog

import "time"

// Again starts the timer anew; one made by NewTimer has a channel.
func Again(timer *time.Timer, pause time.Duration) {
	if !timer.Stop() {
		<-timer.C
	}
	timer.Reset(pause)
}

// After waits for a timer of its own.
func After(pause time.Duration) {
	timer := time.NewTimer(pause)
	<-timer.C
}

// Either has no second channel at first: a nil channel in a select only switches its case off.
func Either(first <-chan int, second func() <-chan int) int {
	var other <-chan int
	for {
		select {
		case value := <-first:
			return value
		case value := <-other:
			return value
		case <-time.After(time.Second):
			other = second()
		}
	}
}
