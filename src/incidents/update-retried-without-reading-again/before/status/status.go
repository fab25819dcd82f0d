// Package status tells how far a rollout is.
package status

import (
	"context"
	"fmt"

	"k8s.io/client-go/util/retry"
)

// Rollout is an object of the API server, which refuses to write any version but the newest.
type Rollout struct {
	Name    string
	Version int
	Step    int
}

// Client reads and writes rollouts.
type Client interface {
	Get(ctx context.Context, name string) (*Rollout, error)
	UpdateStatus(ctx context.Context, rollout *Rollout) error
}

// Advance sets the step of a rollout.
func Advance(ctx context.Context, rollouts Client, name string, step int) error {
	rollout, err := rollouts.Get(ctx, name)
	if err != nil {
		return fmt.Errorf("get %s: %w", name, err)
	}
	return retry.RetryOnConflict(retry.DefaultRetry, func() error {
		rollout.Step = step
		return rollouts.UpdateStatus(ctx, rollout) // want write:"^rollouts\.UpdateStatus$" state:"^rollout$" guard:"RetryOnConflict"
	})
}
