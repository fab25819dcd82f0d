package reaper

import "sync"

// Names sends under a lock that nobody needs to receive.
type Names struct {
	order sync.Mutex
	names chan string
	lock  sync.Mutex
	count int
}

// NewNames starts to count.
func NewNames() *Names {
	n := &Names{names: make(chan string)}
	go n.countAll()
	return n
}

// Add keeps names in order.
func (n *Names) Add(names ...string) {
	n.order.Lock()
	defer n.order.Unlock()
	for _, name := range names {
		n.names <- name
	}
}

func (n *Names) countAll() {
	for range n.names {
		n.lock.Lock()
		n.count++
		n.lock.Unlock()
	}
}
