// Package merge joins streams of lines.
package merge

import "time"

// Lines sends what was gathered when enough has come, and at every tick.
func Lines(input <-chan string, every time.Duration, gather func(line string, all bool) []string) <-chan string {
	merged := make(chan string)
	send := func(line string, all bool) {
		for _, each := range gather(line, all) {
			merged <- each
		}
	}
	ticker := time.NewTicker(every)
	go func() {
		for range ticker.C {
			send("", true)
		}
	}()
	go func() {
		for line := range input {
			send(line, false)
		}
		send("", true)
		ticker.Stop()
		close(merged) // want channel:"^merged$" function:"^Lines$" other:"merged <- each"
	}()
	return merged
}

// First gives the first answer, or none when the time is over.
func First(ask func() string, patience time.Duration) (string, bool) {
	answers := make(chan string, 1)
	defer close(answers) // want channel:"^answers$" function:"^First$" other:"answers <- ask"
	go func() {
		answers <- ask()
	}()
	select {
	case answer := <-answers:
		return answer, true
	case <-time.After(patience):
		return "", false
	}
}
