// Package owners closes channels in ways that look like two closes and are one.
package owners

import (
	"errors"
	"sync"
)

var errStopped = errors.New("stopped")

// Branches closes on one of two branches, and each of them returns.
func Branches(ready bool, out chan int) error {
	if !ready {
		close(out)
		return errStopped
	}
	out <- 1
	close(out)
	return nil
}

// Started closes here only where no goroutine was started that does it.
func Started(background bool, work func(), done chan struct{}) {
	if background {
		go func() {
			defer close(done)
			work()
		}()
	} else {
		work()
		close(done)
	}
}

// Agreed closes in the goroutine only when nobody said that the function does it.
func Agreed(expired <-chan struct{}, work func() error) error {
	stop := make(chan struct{})
	finished := make(chan struct{})
	go func() {
		select {
		case <-expired:
			close(stop)
		case <-finished:
		}
	}()
	err := work()
	close(finished)
	return err
}

// Again makes a new channel in every round.
func Again(rounds int, work func(<-chan struct{})) {
	for i := 0; i < rounds; i++ {
		done := make(chan struct{})
		go func() {
			defer close(done)
			work(done)
		}()
		<-done
	}
}

// Last closes when the last worker has ended.
func Last(workers int, work func(chan<- int)) <-chan int {
	out := make(chan int)
	var group sync.WaitGroup
	for i := 0; i < workers; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			work(out)
		}()
	}
	go func() {
		group.Wait()
		close(out)
	}()
	return out
}

// Marked remembers that it has closed.
func Marked(events <-chan int, stop chan struct{}) {
	closed := false
	for event := range events {
		if event == 0 && !closed {
			close(stop)
			closed = true
		}
	}
	if !closed {
		close(stop)
	}
}

// Disarmed takes the closed input out of its select.
func Disarmed(left, right <-chan int, leftDone chan struct{}) {
	for left != nil || right != nil {
		select {
		case _, ok := <-left:
			if !ok {
				left = nil
				close(leftDone)
			}
		case _, ok := <-right:
			if !ok {
				right = nil
			}
		}
	}
}
