// Package replicas keeps the list of replicas of a deployment.
package replicas

import (
	"context"
	"sync"
	"time"
)

// Manager asks for the replicas again and again.
type Manager struct {
	mu     sync.Mutex
	group  sync.WaitGroup
	cancel context.CancelFunc
	closed bool
	peers  []string
}

// Start begins to look for replicas.
func (m *Manager) Start(ctx context.Context, list func(context.Context) []string) {
	ctx, m.cancel = context.WithCancel(ctx)
	m.group.Add(1)
	go m.loop(ctx, list)
}

func (m *Manager) loop(ctx context.Context, list func(context.Context) []string) {
	defer m.group.Done()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			m.update(list(ctx))
		}
	}
}

func (m *Manager) update(peers []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.peers = peers
}

// Close ends the search.
func (m *Manager) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return
	}
	m.closed = true
	m.cancel()
	m.group.Wait() // want subject:"^m.group$" function:"^Manager.Close$"
}
