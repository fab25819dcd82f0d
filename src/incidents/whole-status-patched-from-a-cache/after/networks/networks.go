// Package networks gives networks their balancers.
package networks

import (
	"context"
	"encoding/json"
	"fmt"
)

// Status is written by two controllers: one sets Ready, this one Balancer.
type Status struct {
	Ready    bool   `json:"ready"`
	Balancer string `json:"balancer"`
}

// Network is an object of the API server.
type Network struct {
	Name   string
	Status Status
}

// DeepCopy returns a network that may be changed.
func (n *Network) DeepCopy() *Network {
	copied := *n
	return &copied
}

// Lister reads from a cache that lags behind.
type Lister interface {
	List() ([]*Network, error)
}

// Client merges a patch into an object.
type Client interface {
	Patch(ctx context.Context, name string, body []byte) error
}

// Controller names balancers.
type Controller struct {
	networkLister Lister
	client        Client
}

type patch struct {
	Balancer string `json:"balancer"`
}

// NameBalancers sets the balancer of every network.
func (c *Controller) NameBalancers(ctx context.Context) error {
	networks, err := c.networkLister.List()
	if err != nil {
		return fmt.Errorf("list networks: %w", err)
	}
	for _, cached := range networks {
		body, err := json.Marshal(patch{Balancer: "balancer-" + cached.Name})
		if err != nil {
			return err
		}
		if err := c.client.Patch(ctx, cached.Name, body); err != nil {
			return fmt.Errorf("patch %s: %w", cached.Name, err)
		}
	}
	return nil
}
