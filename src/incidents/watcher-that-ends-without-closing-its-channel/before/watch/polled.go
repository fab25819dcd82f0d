package watch

import "context"

// Polled asks again and again.
type Polled struct {
	source chan Event
}

// Watch returns when the context ends.
func (p *Polled) Watch(ctx context.Context, events chan<- Event) error {
	for {
		select {
		case event := <-p.source:
			events <- event
		case <-ctx.Done():
			return context.Cause(ctx) // want subject:"^events$" function:"^Polled.Watch$"
		}
	}
}
