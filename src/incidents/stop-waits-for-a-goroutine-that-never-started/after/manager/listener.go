package manager

import (
	"context"
	"net"
)

// Listener serves one address. Stop may be called whether or not the start succeeded.
type Listener struct {
	address string
	started bool
	stop    context.CancelFunc
	stopped chan struct{}
}

// NewListener does not listen yet.
func NewListener(address string) *Listener {
	return &Listener{address: address, stopped: make(chan struct{})}
}

// Serve listens until the context ends.
func (l *Listener) Serve(ctx context.Context) error {
	defer l.Stop()
	if err := l.listen(); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func (l *Listener) listen() error {
	socket, err := net.Listen("tcp", l.address)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	l.stop = cancel
	l.started = true
	go func() {
		<-ctx.Done()
		socket.Close()
		close(l.stopped)
	}()
	return nil
}

// Stop waits for the goroutine only where it was started.
func (l *Listener) Stop() {
	if l.started {
		l.stop()
		<-l.stopped
	}
}
