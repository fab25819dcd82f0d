// Package flow runs parts of queries that other nodes have sent.
package flow

import (
	"context"
	"errors"

	"example.com/agent/stopper"
)

var errNoParts = errors.New("no parts")

// Request is what another node asks for.
type Request []func(context.Context) error

// Run has every request end with the process, and leaves what remembers it behind when it is done.
func Run(ctx context.Context, process *stopper.Stopper, request Request) error {
	runCtx, cancel := process.WithCancel(ctx) // want handle:"^cancel$" acquire:"process\.WithCancel" giveBack:"^cancel\(\)$" function:"^Run$"
	if len(request) == 0 {
		return errNoParts
	}
	for _, part := range request {
		if err := part(runCtx); err != nil {
			return err
		}
	}
	cancel()
	return nil
}

// Check throws the function away at once.
func Check(ctx context.Context, process *stopper.Stopper, part func(context.Context) error) error {
	ctx, _ = process.WithCancel(ctx) // want acquire:"process\.WithCancel" function:"^Check$"
	return part(ctx)
}
