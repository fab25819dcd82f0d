// Package rules keeps the rules of a packet filter.
package rules

import (
	"bytes"
	"sync"
)

// Filter is the packet filter of the host.
type Filter interface {
	SaveInto(table string, buffer *bytes.Buffer) error
	RestoreAll(rules []byte) error
}

// Controller adds its rules to those of others.
type Controller struct {
	mutex  *sync.Mutex
	filter Filter
	rules  bytes.Buffer
}

// Round brings the host up to date.
func (c *Controller) Round(more []string) error {
	if err := c.write(more); err != nil {
		return err
	}
	return c.look()
}

func (c *Controller) write(more []string) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, each := range more {
		c.rules.WriteString(each)
	}
	return c.filter.RestoreAll(c.rules.Bytes()) // want write:"^c\.filter\.RestoreAll$" guard:"^SaveInto$" function:"write"
}

func (c *Controller) look() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.rules.Reset()
	return c.filter.SaveInto("filter", &c.rules)
}
