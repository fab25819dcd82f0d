// Package settings updates objects in the ways that are right: nothing of this deserves a comment.
package settings

import (
	"context"
	"sync"

	"k8s.io/client-go/util/retry"
)

// Settings is an object of the API server.
type Settings struct {
	Version int
	Values  map[string]string
}

// Client reads and writes settings.
type Client interface {
	Get(ctx context.Context, name string) (*Settings, error)
	Update(ctx context.Context, settings *Settings) (*Settings, error)
}

// Set reads again when the first update meets a conflict.
func Set(ctx context.Context, client Client, settings *Settings, key, value string) error {
	return retry.RetryOnConflict(retry.DefaultRetry, func() error {
		settings.Values[key] = value
		_, err := client.Update(ctx, settings)
		if err != nil {
			if newest, failed := client.Get(ctx, "settings"); failed == nil {
				settings = newest
			}
		}
		return err
	})
}

// SetOnce leaves a conflict to the next round of its caller, which reads anew.
func SetOnce(ctx context.Context, client Client, key, value string) error {
	settings, err := client.Get(ctx, "settings")
	if err != nil {
		return err
	}
	settings.Values[key] = value
	_, err = client.Update(ctx, settings)
	return err
}

// Setter reads twice: the second time under the lock.
type Setter struct {
	lock   sync.Mutex
	client Client
}

// Set looks without the lock whether there is anything to do.
func (s *Setter) Set(ctx context.Context, key, value string) error {
	settings, err := s.client.Get(ctx, "settings")
	if err != nil || settings.Values[key] == value {
		return err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	settings, err = s.client.Get(ctx, "settings")
	if err != nil {
		return err
	}
	settings.Values[key] = value
	_, err = s.client.Update(ctx, settings)
	return err
}

// SetWithRetry is run again as a whole.
func (s *Setter) SetWithRetry(ctx context.Context, key, value string) error {
	return retry.RetryOnConflict(retry.DefaultRetry, func() error {
		return s.set(ctx, key, value)
	})
}

func (s *Setter) set(ctx context.Context, key, value string) error {
	settings, err := s.client.Get(ctx, "settings")
	if err != nil {
		return err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	settings.Values[key] = value
	_, err = s.client.Update(ctx, settings)
	return err
}
