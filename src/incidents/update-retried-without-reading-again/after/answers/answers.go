// Package answers lets people open and shut doors.
package answers

import (
	"context"
	"fmt"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Door is an object of the API server.
type Door struct {
	Version int
	Open    bool
}

// Client reads and writes doors.
type Client interface {
	Get(ctx context.Context, name string) (*Door, error)
	Update(ctx context.Context, door *Door) (*Door, error)
}

// Server answers requests.
type Server struct {
	doors Client
}

// ServeHTTP opens the door of the path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := s.open(r.Context(), r.URL.Path); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
	}
}

func (s *Server) open(ctx context.Context, name string) error {
	door, err := s.doors.Get(ctx, name)
	if err != nil {
		return err
	}
	door.Open = true
	if _, err := s.doors.Update(ctx, door); err != nil {
		if apierrors.IsConflict(err) {
			return fmt.Errorf("somebody else was faster: %w", err)
		}
		return err
	}
	return nil
}
