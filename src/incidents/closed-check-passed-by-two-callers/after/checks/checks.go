// Package checks asks whether a channel is closed, in ways that hold.
package checks

import (
	"sync"
	"sync/atomic"
)

// Locked asks and closes under one lock.
type Locked struct {
	mu   sync.Mutex
	done chan struct{}
}

// Stop may be called by anybody.
func (l *Locked) Stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.done:
	default:
		close(l.done)
	}
}

// Exchanged lets only the first caller through.
type Exchanged struct {
	closed atomic.Bool
	done   chan struct{}
}

// Stop may be called by anybody.
func (e *Exchanged) Stop() {
	if e.closed.CompareAndSwap(false, true) {
		close(e.done)
	}
}

// Cleared forgets its channel under the lock.
type Cleared struct {
	mu   sync.Mutex
	done chan struct{}
}

// Stop may be called by anybody.
func (c *Cleared) Stop() {
	c.mu.Lock()
	done := c.done
	c.done = nil
	c.mu.Unlock()
	if done != nil {
		close(done)
	}
}

// Asked closes another channel than the one it asks about, and only once it is told to.
func Asked(stop <-chan struct{}, results chan<- int) {
	for i := 0; ; i++ {
		select {
		case <-stop:
			close(results)
			return
		default:
		}
		results <- i
	}
}
