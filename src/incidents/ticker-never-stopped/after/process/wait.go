// Package process watches processes that are no children of this one.
package process

import (
	"context"
	"fmt"
	"os"
	"time"
)

// WaitForExit asks again and again whether the process is still there. The ticker goes on when it has returned.
func WaitForExit(ctx context.Context, pid int, every time.Duration) error {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if _, err := os.Stat(fmt.Sprintf("/proc/%d", pid)); os.IsNotExist(err) {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// WaitForFile never had a variable to stop.
func WaitForFile(name string, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for range ticker.C {
		if _, err := os.Stat(name); err == nil {
			return
		}
	}
}
