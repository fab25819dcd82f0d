// Package watchdog ends reads that take too long.
package watchdog

import (
	"context"
	"fmt"
	"time"
)

// Read gives up a read that takes longer than the timeout.
func Read(parent context.Context, timeout time.Duration, read func(context.Context) error) error {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	timer := time.AfterFunc(timeout, cancel)
	if err := read(ctx); err != nil {
		if !timer.Stop() {
			return fmt.Errorf("nothing came in %v: %w", timeout, err)
		}
		return err
	}
	timer.Stop()
	return nil
}
