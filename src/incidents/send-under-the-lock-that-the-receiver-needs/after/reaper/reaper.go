// Package reaper tells who waits for a process that it has ended.
package reaper

import "sync"

// Exit says how a process ended.
type Exit struct{ Pid, Status int }

// Monitor hands exits to the one who waits.
type Monitor struct {
	lock  sync.Mutex
	exits chan Exit
	known map[int]Exit
}

// NewMonitor starts the one who waits.
func NewMonitor() *Monitor {
	m := &Monitor{exits: make(chan Exit), known: map[int]Exit{}}
	go m.keep()
	return m
}

// Reap is called for every child that has ended.
func (m *Monitor) Reap(ended []Exit) {
	for _, exit := range ended {
		m.exits <- exit
	}
}

func (m *Monitor) keep() {
	for exit := range m.exits {
		m.lock.Lock()
		m.known[exit.Pid] = exit
		m.lock.Unlock()
	}
}
