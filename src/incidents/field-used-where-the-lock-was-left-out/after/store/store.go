package store

import "sync"

// Buffer holds a secret.
type Buffer struct{ bytes []byte }

// Store knows all buffers that hold one.
type Store struct {
	mu      sync.RWMutex
	buffers []*Buffer
	sealed  bool
}

func (s *Store) Add(b *Buffer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buffers = append(s.buffers, b)
}

func (s *Store) Remove(b *Buffer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, each := range s.buffers {
		if each == b {
			s.buffers = append(s.buffers[:i], s.buffers[i+1:]...)
			return
		}
	}
}

func (s *Store) Seal() {
	s.mu.Lock()
	s.sealed = true
	s.mu.Unlock()
}

func (s *Store) IsSealed() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.sealed
}

// Wipe forgets every secret.
func (s *Store) Wipe() {
	s.mu.RLock()
	list := append([]*Buffer(nil), s.buffers...)
	s.mu.RUnlock()
	for _, each := range list {
		clear(each.bytes)
	}
}

// Unseal lets secrets in again.
func (s *Store) Unseal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sealed = false
}
