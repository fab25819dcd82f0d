// Package tokens adds tokens to projects.
package tokens

import (
	"context"
	"fmt"
	"sync"
)

// Project is an object that other servers write too.
type Project struct {
	Version int
	Tokens  []string
}

// Client reads and writes projects.
type Client interface {
	Get(ctx context.Context, name string) (*Project, error)
	Update(ctx context.Context, project *Project) error
}

// Server adds one token at a time.
type Server struct {
	lock     sync.Mutex
	projects Client
}

// Add adds a token.
func (s *Server) Add(ctx context.Context, name, token string) error {
	project, err := s.projects.Get(ctx, name)
	if err != nil {
		return fmt.Errorf("get %s: %w", name, err)
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	project.Tokens = append(project.Tokens, token)
	return s.projects.Update(ctx, project) // want write:"^s\.projects\.Update$" state:"^project$" guard:"Get$"
}
