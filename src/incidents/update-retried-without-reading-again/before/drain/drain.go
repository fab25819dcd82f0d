// Package drain takes nodes out of service.
package drain

import (
	"context"
	"fmt"
	"time"
)

// Node is an object that the kubelet writes as well.
type Node struct {
	Version int
	Drained bool
}

// Client reads and writes nodes as controller-runtime does.
type Client interface {
	Get(ctx context.Context, name string, node *Node) error
	Update(ctx context.Context, node *Node) error
}

// Drain waits until nothing runs on a node any more, and says so.
func Drain(ctx context.Context, client Client, name string, grace time.Duration) error {
	var node Node
	if err := client.Get(ctx, name, &node); err != nil {
		return fmt.Errorf("get %s: %w", name, err)
	}
	if node.Drained {
		return nil
	}
	time.Sleep(grace)
	node.Drained = true
	return client.Update(ctx, &node) // want write:"^client\.Update$" state:"^node$" guard:"Get$"
}
