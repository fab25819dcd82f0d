// Package watch hands events of several sources on.
package watch

import "context"

// Event is one change.
type Event struct{ Key string }

// Watcher sends until the context ends.
type Watcher interface {
	Watch(ctx context.Context, events chan<- Event) error
}

// Pushed is told by its server.
type Pushed struct {
	next func(context.Context) (Event, error)
}

// Watch closes the channel when there are no more events.
func (p *Pushed) Watch(ctx context.Context, events chan<- Event) error {
	defer close(events)
	for {
		event, err := p.next(ctx)
		if err != nil {
			return err
		}
		select {
		case events <- event:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// All handles events until the watcher has ended.
func All(ctx context.Context, watcher Watcher, handle func(Event)) {
	events := make(chan Event)
	go watcher.Watch(ctx, events)
	for event := range events {
		handle(event)
	}
}
