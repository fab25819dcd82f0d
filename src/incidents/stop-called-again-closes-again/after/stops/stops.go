// Package stops has stop methods that may be called again.
package stops

import "sync"

// Stopper ends something.
type Stopper interface {
	// Stop is idempotent.
	Stop()
}

// Flagged remembers under its lock that it has stopped.
type Flagged struct {
	mu      sync.Mutex
	stopped bool
	done    chan struct{}
}

// Stop ends it.
func (f *Flagged) Stop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stopped {
		return
	}
	f.stopped = true
	close(f.done)
}

// Session closes the channels of those who wait, and forgets them.
type Session struct {
	mu      sync.Mutex
	waiting map[string]chan struct{}
}

// Stop lets everybody go.
func (s *Session) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, waiter := range s.waiting {
		close(waiter)
		delete(s.waiting, id)
	}
}

// Lazy makes its close function once.
type Lazy struct {
	stop func()
}

// NewLazy makes one.
func NewLazy() (*Lazy, <-chan struct{}) {
	done := make(chan struct{})
	return &Lazy{stop: sync.OnceFunc(func() { close(done) })}, done
}

// Stop ends it.
func (l *Lazy) Stop() { l.stop() }
