// Package disks keeps track of the disks of a node.
package disks

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/semaphore"
)

// Cache knows the disks that are attached.
type Cache struct {
	mu       sync.Mutex
	names    sync.RWMutex
	attached map[string]string
}

// Attach remembers the node of a disk.
func (c *Cache) Attach(disk, node string) error {
	c.mu.Lock()
	defer c.mu.Unlock() // want handle:"^c.mu$" thing:"^lock$" function:"^Cache.Attach$"
	if other, ok := c.attached[disk]; ok && other != node {
		c.mu.Unlock()
		return errors.New("attached to another node")
	}
	c.attached[disk] = node
	return nil
}

// Node tells where a disk is.
func (c *Cache) Node(disk string) (string, error) {
	c.names.RLock()
	defer c.names.RUnlock() // want handle:"^c.names$" thing:"lock" function:"^Cache.Node$"
	node, ok := c.attached[disk]
	if !ok {
		c.names.RUnlock()
		return "", errors.New("not attached")
	}
	return node, nil
}

// Drop forgets disks that are gone.
func (c *Cache) Drop(gone func(disk string) bool) {
	c.mu.Lock()
	for disk := range c.attached {
		if !gone(disk) {
			c.mu.Unlock()
			continue
		}
		delete(c.attached, disk)
	}
	c.mu.Unlock() // want handle:"^c.mu$" function:"^Cache.Drop$"
}

// Flush writes all disks, few at a time.
func Flush(ctx context.Context, disks []string, write func(disk string) error) error {
	room := semaphore.NewWeighted(4)
	var all sync.WaitGroup
	for _, disk := range disks {
		if err := room.Acquire(ctx, 1); err != nil {
			return err
		}
		all.Add(1)
		go func() {
			defer all.Done()      // want handle:"^all$" thing:"^group$"
			defer room.Release(1) // want handle:"^room$" thing:"^semaphore$"
			if err := write(disk); err != nil {
				room.Release(1)
				all.Done()
				return
			}
		}()
	}
	all.Wait()
	return nil
}
