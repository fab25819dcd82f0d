package limit

import (
	"sync"
	"sync/atomic"
)

// Counts are counted in ways that are right.
type Counts struct {
	lock   sync.Mutex
	open   atomic.Int64
	failed atomic.Int64
	most   int64
}

// Locked holds a lock around both steps.
func (c *Counts) Locked() bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.open.Load() >= c.most {
		return false
	}
	c.open.Add(1)
	return true
}

// Swapped tries again when others were faster.
func (c *Counts) Swapped() bool {
	for {
		open := c.open.Load()
		if open >= c.most {
			return false
		}
		if c.open.CompareAndSwap(open, open+1) {
			return true
		}
	}
}

// Early saves the work when there is no hope; what counts is the sum.
func (c *Counts) Early() bool {
	if c.open.Load() >= c.most {
		return false
	}
	if open := c.open.Add(1); open > c.most {
		c.open.Add(-1)
		return false
	}
	return true
}

// Other raises another counter than it compares.
func (c *Counts) Other() bool {
	if c.open.Load() >= c.most {
		c.failed.Add(1)
		return false
	}
	return true
}

// Spend is called by one sender, who alone takes from what others give.
func (c *Counts) Spend(wanted int64) int64 {
	left := c.open.Load()
	if left == 0 {
		return 0
	}
	if wanted > left {
		wanted = left
	}
	c.open.Add(-1 * wanted)
	return wanted
}
