// Package limit bounds what runs at the same time.
package limit

import (
	"errors"
	"sync/atomic"
)

// ErrBusy says that there are too many already.
var ErrBusy = errors.New("too many requests")

// Gate counts what is inside.
type Gate struct {
	inside  int32
	waiting atomic.Int64
	most    int32
}

// Enter runs one request.
func (g *Gate) Enter(run func()) error {
	inside := atomic.AddInt32(&g.inside, 1)
	defer atomic.AddInt32(&g.inside, -1)
	if inside > g.most {
		return ErrBusy
	}
	run()
	return nil
}

// Wait counts one more that waits.
func (g *Gate) Wait() bool {
	if g.waiting.Add(1) > int64(g.most) {
		g.waiting.Add(-1)
		return false
	}
	return true
}
