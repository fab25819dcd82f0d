package services

import (
	"fmt"
	"sync"

	"example.com/firewall/ipset"
)

const (
	localSet   = "local-ips"
	serviceSet = "service-ips"
	portSet    = "service-ports"
)

type Controller struct {
	mu   *sync.Mutex
	sets map[int]*ipset.IPSet
}

// Sync fills the three sets of each family and writes them.
func (c *Controller) Sync(local, services, ports []string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, handler := range c.sets {
		handler.RefreshSet(localSet, local, "hash:ip")
		handler.RefreshSet(serviceSet, services, "hash:ip")
		handler.RefreshSet(portSet, ports, "hash:ip,port")
		err := handler.RestoreSets([]string{serviceSet, portSet}) // want state:"^localSet$" write:"RestoreSets$"
		if err != nil {
			return fmt.Errorf("writing the sets of services: %w", err)
		}
	}
	return nil
}
