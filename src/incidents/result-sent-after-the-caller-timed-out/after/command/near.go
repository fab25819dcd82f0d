package command

import (
	"context"
	"sync"
	"time"
)

// All waits for every answer: as many are received as are sent.
func All(questions []func() error) []error {
	answers := make(chan error)
	for _, ask := range questions {
		go func(ask func() error) { answers <- ask() }(ask)
	}
	var failures []error
	for range questions {
		if err := <-answers; err != nil {
			failures = append(failures, err)
		}
	}
	return failures
}

// Poll lets the sender go on when nobody asks any more.
func Poll(ctx context.Context, ask func() int) int {
	answer := make(chan int)
	go func() {
		value := ask()
		select {
		case answer <- value:
		case <-ctx.Done():
		}
	}()
	select {
	case value := <-answer:
		return value
	case <-ctx.Done():
		return 0
	}
}

// Signal closes instead of sending: whoever comes late, or never, blocks nobody.
func Signal(work func(), patience time.Duration) bool {
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	select {
	case <-done:
		return true
	case <-time.After(patience):
		return false
	}
}

// Collect leaves early, and has somebody receive the rest.
func Collect(sources []func() (string, error)) (string, error) {
	var group sync.WaitGroup
	lines := make(chan string)
	for _, source := range sources {
		group.Add(1)
		go func(source func() (string, error)) {
			defer group.Done()
			if line, err := source(); err == nil {
				lines <- line
			}
		}(source)
	}
	go func() {
		group.Wait()
		close(lines)
	}()
	defer func() {
		go func() {
			for range lines {
			}
		}()
	}()
	for line := range lines {
		if line != "" {
			return line, nil
		}
	}
	return "", nil
}

// Drain leaves only when the sender has closed the channel.
func Drain(produce func(chan<- string)) int {
	lines := make(chan string)
	go func() {
		defer close(lines)
		produce(lines)
	}()
	count := 0
	for {
		_, open := <-lines
		if !open {
			return count
		}
		count++
	}
}
