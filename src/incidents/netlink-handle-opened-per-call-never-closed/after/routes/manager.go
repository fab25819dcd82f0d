// Package routes holds handles in the ways that are right: none of this deserves a comment.
package routes

import (
	"sync"

	"example.com/agent/shim"
	"github.com/vishvananda/netlink"
)

// Manager keeps the handle it is given for as long as the process lives.
type Manager struct {
	kernel shim.Kernel
	name   string
}

// NewManager opens the handle once and hands it to a constructor that stores it.
func NewManager(name string) *Manager {
	kernel, _ := shim.NewRealHandle()
	return newManagerWithShims(kernel, name)
}

func newManagerWithShims(kernel shim.Kernel, name string) *Manager {
	return &Manager{kernel: kernel, name: name}
}

// Forget deletes a route, which gives no handle back and takes none.
func (m *Manager) Forget(route *netlink.Route) error {
	return m.kernel.RouteDel(route)
}

// Cache opens its handle when it is needed first and closes it when its owner closes the cache.
type Cache struct {
	lock   sync.Mutex
	open   func() (shim.Kernel, error)
	kernel shim.Kernel
}

// NewCache passes the constructor on as a value: nothing is opened here.
func NewCache() *Cache {
	return &Cache{open: shim.NewRealHandle}
}

// Links stores the handle in a field; on the error path it is released at once.
func (c *Cache) Links() ([]netlink.Link, error) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.kernel == nil {
		kernel, err := c.open()
		if err != nil {
			return nil, err
		}
		links, err := kernel.Links()
		if err != nil {
			kernel.Delete()
			return nil, err
		}
		c.kernel = kernel
		return links, nil
	}
	return c.kernel.Links()
}

// Close gives the cached handle back.
func (c *Cache) Close() {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.kernel != nil {
		c.kernel.Delete()
		c.kernel = nil
	}
}
