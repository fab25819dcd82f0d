// Package node brings one node of a cluster up.
package node

import (
	"fmt"
	"sync"
	"time"
)

// Check says whether a part of the node is ready.
type Check func(node string) (bool, error)

// Startup runs the checks of a node side by side.
type Startup struct {
	node   string
	checks []Check
	group  sync.WaitGroup
}

// NewStartup returns a Startup without checks.
func NewStartup(node string) *Startup {
	return &Startup{node: node}
}

// Add adds a check, before Wait.
func (s *Startup) Add(check Check) { s.checks = append(s.checks, check) }

// Wait returns when all checks have passed, or the first error.
func (s *Startup) Wait() error {
	failed := make(chan error, len(s.checks))
	for _, check := range s.checks {
		s.group.Add(1)
		go func(check Check) {
			defer s.group.Done()
			if err := poll(check, s.node); err != nil {
				failed <- err
			}
		}(check)
	}
	s.group.Wait()
	close(failed)
	for err := range failed {
		return fmt.Errorf("node %s is not ready: %w", s.node, err)
	}
	return nil
}

func poll(check Check, node string) error {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Second) {
		if ok, err := check(node); err != nil || ok {
			return err
		}
	}
	return fmt.Errorf("timed out")
}
