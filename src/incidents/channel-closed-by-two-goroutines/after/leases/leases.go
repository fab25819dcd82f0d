// Package leases follows the leases of other hosts.
package leases

import (
	"context"
	"log"
	"sync"
)

// Event is a lease that came or went.
type Event struct{ Host string }

// Source tells batches of events and closes the channel when it ends.
type Source interface {
	Follow(ctx context.Context, batches chan<- []Event) error
}

// Follow hands every event to the receiver, and closes it in the end.
func Follow(ctx context.Context, source Source, receiver chan<- Event) {
	batches := make(chan []Event)
	var once sync.Once
	closeReceiver := func() { once.Do(func() { close(receiver) }) }
	go func() {
		if err := source.Follow(ctx, batches); err != nil {
			log.Printf("follow leases: %v", err)
			closeReceiver()
			return
		}
	}()
	for batch := range batches {
		for _, event := range batch {
			receiver <- event
		}
	}
	closeReceiver()
}

// Drain stops on the first signal that comes.
func Drain(stopped <-chan struct{}, expired <-chan struct{}, out chan Event) {
	defer close(out)
	select {
	case <-stopped:
		log.Print("stopped")
	case <-expired:
		log.Print("expired")
	}
}
