// Package manager runs what a process is made of until it is told to stop.
package manager

import (
	"context"
	"errors"
	"time"
)

// Elector takes part in the election until its context ends.
type Elector struct {
	lease, renew time.Duration
}

func newElector(lease, renew time.Duration) (*Elector, error) {
	if renew >= lease {
		return nil, errors.New("the renew deadline must be shorter than the lease")
	}
	return &Elector{lease: lease, renew: renew}, nil
}

// Run returns when the context has ended and the lease is given back.
func (e *Elector) Run(ctx context.Context) {
	<-ctx.Done()
}

// Manager starts the workers of a process and waits for them.
type Manager struct {
	lease, renew time.Duration
	failed       chan error
	// cancelElection ends the election.
	cancelElection context.CancelFunc
	// electionStopped is closed when the elector has given the lease back.
	electionStopped chan struct{}
}

// New makes a manager; the durations are looked at when it starts.
func New(lease, renew time.Duration) *Manager {
	return &Manager{lease: lease, renew: renew, failed: make(chan error, 1), electionStopped: make(chan struct{})}
}

// Start blocks until the context ends or a worker fails. What can be told to be wrong beforehand is told before there is anything to stop.
func (m *Manager) Start(ctx context.Context) error {
	elector, err := newElector(m.lease, m.renew)
	if err != nil {
		return err
	}
	defer m.stop()
	m.startElection(elector)
	select {
	case <-ctx.Done():
		return nil
	case err := <-m.failed:
		return err
	}
}

func (m *Manager) startElection(elector *Elector) {
	ctx, cancel := context.WithCancel(context.Background())
	m.cancelElection = cancel
	go func() {
		elector.Run(ctx)
		close(m.electionStopped)
	}()
}

func (m *Manager) stop() {
	if m.cancelElection != nil {
		m.cancelElection()
		<-m.electionStopped
	}
}
