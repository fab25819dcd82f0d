// Package policy keeps the sets of network policies.
package policy

import (
	"fmt"
	"sync"

	"example.com/agent/ipset"
)

// Controller shares the host's sets, and the mutex, with controllers of other things.
type Controller struct {
	mutex    *sync.Mutex
	handlers map[string]*ipset.Handler
	policies func() map[string][]string
}

// Round brings the host up to date.
func (c *Controller) Round() error {
	if err := c.syncPolicies(); err != nil {
		return fmt.Errorf("sync policies: %w", err)
	}
	return c.cleanUp()
}

func (c *Controller) syncPolicies() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, handler := range c.handlers {
		if err := handler.Save(); err != nil {
			return err
		}
		for name, members := range c.policies() {
			handler.Refresh(name, members)
		}
		if err := handler.Restore(); err != nil {
			return err
		}
	}
	return nil
}

func (c *Controller) cleanUp() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, handler := range c.handlers {
		if err := handler.Save(); err != nil {
			return err
		}
		for _, name := range handler.Names() {
			if _, ok := c.policies()[name]; !ok {
				fmt.Println("not in use any more:", name)
			}
		}
	}
	return nil
}
