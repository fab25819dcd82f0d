package watch

import "context"

// Tee sends to a channel that others send to, too: it is not the one to close it.
type Tee struct {
	source chan Event
}

// Copy hands on what comes.
func (t *Tee) Copy(ctx context.Context, events chan<- Event) {
	for {
		select {
		case event := <-t.source:
			events <- event
		case <-ctx.Done():
			return
		}
	}
}
