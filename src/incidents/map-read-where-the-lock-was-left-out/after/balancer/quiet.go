package balancer

import (
	"maps"
	"sync"
	"sync/atomic"
)

// Routes is swapped as a whole: what was returned is never written again.
type Routes struct {
	mu    sync.RWMutex
	table map[string]string
}

// Replace makes a new table.
func (r *Routes) Replace(from, to string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	next := maps.Clone(r.table)
	next[from] = to
	r.table = next
}

// Table may be read without a lock.
func (r *Routes) Table() map[string]string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.table
}

// Sessions leaves its lock to helpers and to callers.
type Sessions struct {
	sync.Mutex
	byName map[string]int
	count  atomic.Int64
}

// Open takes the lock for all that it calls.
func (s *Sessions) Open(name string) {
	s.Lock()
	defer s.Unlock()
	s.evict()
	s.byName[name]++
	s.count.Add(1)
}

// Close takes it too.
func (s *Sessions) Close(name string) {
	s.Lock()
	s.dropLocked(name)
	s.Unlock()
}

// Rename unlocks in between and takes the lock again.
func (s *Sessions) Rename(from, to string) {
	s.Lock()
	opened := s.byName[from]
	s.Unlock()
	if opened == 0 {
		return
	}
	s.Lock()
	defer func() { s.Unlock() }()
	delete(s.byName, from)
	s.byName[to] = opened
}

func (s *Sessions) evict() {
	for name, opened := range s.byName {
		if opened == 0 {
			delete(s.byName, name)
		}
	}
}

func (s *Sessions) dropLocked(name string) {
	delete(s.byName, name)
}

// Loop has its map for itself: one goroutine takes what others send.
type Loop struct {
	names chan string
	seen  map[string]bool
}

// Run ends when names is closed.
func (l *Loop) Run() {
	for name := range l.names {
		l.seen[name] = true
	}
}
