// Package queue hands out keys after a delay.
package queue

import (
	"sync"
	"time"
)

// Queue is what workers take keys from.
type Queue interface {
	Get() (key string, more bool)
	// ShutDown ends the queue. It may be called more than once.
	ShutDown()
}

// Delaying adds keys later.
type Delaying struct {
	Queue
	stop      chan struct{}
	stopOnce  sync.Once
	heartbeat *time.Ticker
}

// NewDelaying starts to wait for delayed keys.
func NewDelaying(inner Queue, wait func(stop <-chan struct{})) *Delaying {
	queue := &Delaying{Queue: inner, stop: make(chan struct{}), heartbeat: time.NewTicker(10 * time.Second)}
	go wait(queue.stop)
	return queue
}

// ShutDown ends the queue and the wait.
func (d *Delaying) ShutDown() {
	d.stopOnce.Do(func() {
		d.Queue.ShutDown()
		close(d.stop)
		d.heartbeat.Stop()
	})
}
