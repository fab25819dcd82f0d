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
	if err := client.Get(ctx, name, &node); err != nil {
		return fmt.Errorf("get %s: %w", name, err)
	}
	node.Drained = true
	return client.Update(ctx, &node)
}

// Mark waits first, and before another try.
func Mark(ctx context.Context, client Client, name string, grace time.Duration) error {
	time.Sleep(grace)
	for {
		node := &Node{}
		if err := client.Get(ctx, name, node); err != nil {
			return err
		}
		node.Drained = true
		if err := client.Update(ctx, node); err == nil {
			return nil
		}
		time.Sleep(grace)
	}
}

// MarkLater waits only when it must, and for another node.
func MarkLater(ctx context.Context, client Client, name string, grace time.Duration) error {
	var node Node
	if err := client.Get(ctx, name, &node); err != nil {
		return err
	}
	if node.Version == 0 {
		time.Sleep(grace)
		return nil
	}
	node.Drained = true
	return client.Update(ctx, &node)
}
