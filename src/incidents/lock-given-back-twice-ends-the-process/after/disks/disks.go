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
	defer c.mu.Unlock()
	if other, ok := c.attached[disk]; ok && other != node {
		return errors.New("attached to another node")
	}
	c.attached[disk] = node
	return nil
}

// Node tells where a disk is.
func (c *Cache) Node(disk string) (string, error) {
	c.names.RLock()
	defer c.names.RUnlock()
	node, ok := c.attached[disk]
	if !ok {
		return "", errors.New("not attached")
	}
	return node, nil
}

// Drop forgets disks that are gone.
func (c *Cache) Drop(gone func(disk string) bool) {
	c.mu.Lock()
	for disk := range c.attached {
		if !gone(disk) {
			continue
		}
		delete(c.attached, disk)
	}
	c.mu.Unlock()
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
			defer all.Done()
			defer room.Release(1)
			if err := write(disk); err != nil {
				return
			}
		}()
	}
	all.Wait()
	return nil
}
