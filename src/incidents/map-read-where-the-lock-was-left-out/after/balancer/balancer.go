// Package balancer chooses who answers a request.
package balancer

import (
	"maps"
	"net/http"
	"sync"
)

// Balancer sends requests to those of its servers that are healthy.
type Balancer struct {
	mu      sync.RWMutex
	servers map[string]http.Handler
	healthy map[string]bool
}

// New makes a balancer. Nobody else has it yet.
func New(servers map[string]http.Handler) *Balancer {
	b := &Balancer{servers: servers, healthy: map[string]bool{}}
	for name := range servers {
		b.healthy[name] = true
	}
	return b
}

// SetStatus is told by health checks.
func (b *Balancer) SetStatus(name string, up bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if up {
		b.healthy[name] = true
	} else {
		delete(b.healthy, name)
	}
}

func (b *Balancer) next() http.Handler {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for name := range b.healthy {
		return b.servers[name]
	}
	return nil
}

// ServeHTTP keeps a client with its server as long as that one is healthy.
func (b *Balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie("server"); err == nil {
		b.mu.RLock()
		_, ok := b.healthy[cookie.Value]
		b.mu.RUnlock()
		if ok {
			b.servers[cookie.Value].ServeHTTP(w, r)
			return
		}
	}
	if server := b.next(); server != nil {
		server.ServeHTTP(w, r)
	}
}

// Healthy tells who is healthy.
func (b *Balancer) Healthy() map[string]bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return maps.Clone(b.healthy)
}

// Forget removes a server.
func (b *Balancer) Forget(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.healthy, name)
}
