package disks

import (
	"errors"
	"sync"
)

// The lock is given up while something slow runs, and taken again before the deferred unlock.
func (c *Cache) refresh(read func() map[string]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.attached) > 0 {
		return
	}
	c.mu.Unlock()
	found := read()
	c.mu.Lock()
	c.attached = found
}

// The same in a literal, and in a method.
func (c *Cache) refreshOnce(read func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	func() {
		c.mu.Unlock()
		defer c.mu.Lock()
		read()
	}()
	c.mu.Unlock()
	read()
	c.lockAgain()
}

func (c *Cache) lockAgain() {
	c.mu.Lock()
}

// A flag says whether the lock is still held.
func (c *Cache) early(done func() bool) {
	c.mu.Lock()
	held := true
	defer func() {
		if held {
			c.mu.Unlock()
		}
	}()
	if done() {
		c.mu.Unlock()
		held = false
	}
}

// Each way out gives it back once.
func (c *Cache) eachWay(disk string) error {
	c.mu.Lock()
	if _, ok := c.attached[disk]; ok {
		c.mu.Unlock()
		return nil
	}
	if disk == "" {
		c.mu.Unlock()
		return errors.New("no name")
	}
	c.attached[disk] = ""
	c.mu.Unlock()
	return nil
}

// The same question has the same answer.
func (c *Cache) only(locked bool) {
	if locked {
		c.mu.Lock()
		defer c.mu.Unlock()
	}
	if !locked {
		c.mu.Unlock()
	}
}

// Two readers of one lock, and two goroutines of one group.
func (c *Cache) both(count int) {
	c.names.RLock()
	c.names.RLock()
	c.names.RUnlock()
	c.names.RUnlock()
	var all sync.WaitGroup
	all.Add(2)
	go func() {
		all.Done()
		all.Done()
	}()
	all.Add(count)
	all.Wait()
}

// The other lock, of another cache.
func swap(one, other *Cache) {
	one.mu.Lock()
	other.mu.Lock()
	defer one.mu.Unlock()
	other.mu.Unlock()
	for _, each := range []*Cache{one, other} {
		each.names.Lock()
		each.names.Unlock()
	}
}

// A lock per round.
func (c *Cache) rounds(next func() bool) {
	for next() {
		c.mu.Lock()
		if len(c.attached) == 0 {
			c.mu.Unlock()
			continue
		}
		c.mu.Unlock()
	}
}
