package policy

import "example.com/agent/ipset"

// NewController makes the handlers of both families once; nobody sets one of them later.
func NewController(runner ipset.Runner) *Controller {
	c := &Controller{handlers: map[string]*ipset.Handler{}}
	for _, family := range []string{"ipv4", "ipv6"} {
		c.handlers[family] = ipset.New(runner)
	}
	return c
}

// Collect takes away sets that it has collected before.
func (c *Controller) Collect(family string, destroy func(name string) error) error {
	var unused []string
	for _, name := range c.handlers[family].Names() {
		if _, ok := c.policies()[name]; !ok {
			unused = append(unused, name)
		}
	}
	for _, name := range unused {
		if err := destroy(name); err != nil {
			return err
		}
	}
	return nil
}
