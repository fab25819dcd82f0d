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

// NameBalancers sets the balancer of every network.
func (c *Controller) NameBalancers(ctx context.Context) error {
	networks, err := c.networkLister.List()
	if err != nil {
		return fmt.Errorf("list networks: %w", err)
	}
	for _, cached := range networks {
		network := cached.DeepCopy()
		network.Status.Balancer = "balancer-" + network.Name
		body, err := json.Marshal(network.Status) // want write:"^c\.client\.Patch$" state:"^network$"
		if err != nil {
			return err
		}
		if err := c.client.Patch(ctx, network.Name, body); err != nil {
			return fmt.Errorf("patch %s: %w", network.Name, err)
		}
	}
	return nil
}
