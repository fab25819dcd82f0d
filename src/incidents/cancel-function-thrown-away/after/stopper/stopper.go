// Package stopper tells work of the process when it has to end.
package stopper

import (
	"context"
	"sync"
)

// Stopper remembers how to cancel everything that runs.
type Stopper struct {
	lock    sync.Mutex
	next    int
	cancels map[int]context.CancelFunc
}

// New makes a stopper with nothing to stop.
func New() *Stopper {
	return &Stopper{cancels: map[int]context.CancelFunc{}}
}

// WithCancel derives a context that ends with the process. Its owner calls the function when the work is done, else the stopper remembers it for ever.
func (s *Stopper) WithCancel(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	s.lock.Lock()
	defer s.lock.Unlock()
	id := s.next
	s.next++
	s.cancels[id] = cancel
	return ctx, func() {
		cancel()
		s.lock.Lock()
		defer s.lock.Unlock()
		delete(s.cancels, id)
	}
}

// Stop ends everything.
func (s *Stopper) Stop() {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, cancel := range s.cancels {
		cancel()
	}
}
