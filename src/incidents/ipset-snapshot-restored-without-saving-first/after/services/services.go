// Package services holds its own sets only: nothing of this deserves a comment.
package services

import (
	"sync"

	"example.com/agent/ipset"
)

// Controller fills its handler set by set and never with what the host has.
type Controller struct {
	mutex   *sync.Mutex
	handler *ipset.Handler
	runner  ipset.Runner
}

// Round restores sets that were all refreshed by this controller.
func (c *Controller) Round(services map[string][]string) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for name, members := range services {
		c.handler.Refresh(name, members)
	}
	return c.handler.Restore()
}

// CleanUp runs once, when the agent is taken off the host.
func (c *Controller) CleanUp() ([]string, error) {
	if err := c.handler.Save(); err != nil {
		return nil, err
	}
	return c.handler.Names(), nil
}
