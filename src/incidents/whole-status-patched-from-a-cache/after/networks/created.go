package networks

import (
	"context"
	"encoding/json"
)

// Create patches the status of a network that nobody else knows yet.
func (c *Controller) Create(ctx context.Context, name string) error {
	network := &Network{Name: name}
	network.Status.Balancer = "balancer-" + name
	body, err := json.Marshal(network.Status)
	if err != nil {
		return err
	}
	return c.client.Patch(ctx, name, body)
}
