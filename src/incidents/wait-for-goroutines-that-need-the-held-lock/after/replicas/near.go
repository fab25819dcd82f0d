package replicas

import "sync"

// Store has one lock for its entries and another one for closing.
type Store struct {
	mu      sync.RWMutex
	closing sync.Mutex
	group   sync.WaitGroup
	entries map[string]int
}

func (s *Store) fill(key string) {
	defer s.group.Done()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries[key]++
}

// Close holds the lock that no goroutine takes.
func (s *Store) Close() {
	s.closing.Lock()
	defer s.closing.Unlock()
	s.group.Wait()
}

// Reader tells the group before it takes the lock.
type Reader struct {
	mu    sync.Mutex
	group sync.WaitGroup
	lines []string
}

func (r *Reader) read(line string) {
	r.group.Done()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, line)
}

// Flush waits until all have begun.
func (r *Reader) Flush() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.group.Wait()
}

// Table is read by its goroutines while somebody reads it.
type Table struct {
	mu    sync.RWMutex
	group sync.WaitGroup
	rows  map[string]int
}

func (t *Table) look(key string, found func(int)) {
	defer t.group.Done()
	t.mu.RLock()
	defer t.mu.RUnlock()
	found(t.rows[key])
}

// All waits as a reader.
func (t *Table) All() {
	t.mu.RLock()
	defer t.mu.RUnlock()
	t.group.Wait()
}

// Parts are waited for by the whole, which has a lock of its own.
type Parts struct {
	mu    sync.Mutex
	store *Store
}

// Close waits for another value.
func (p *Parts) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.store.group.Wait()
}
