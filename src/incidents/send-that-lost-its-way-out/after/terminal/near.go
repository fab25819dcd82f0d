package terminal

import (
	"context"
	"time"
)

// Line has room for what is sent, and one who sends.
type Line struct {
	keys chan rune
	end  chan struct{}
}

// NewLine waits for keys.
func NewLine() *Line {
	return &Line{keys: make(chan rune, 64), end: make(chan struct{})}
}

// Type sends one key.
func (l *Line) Type(key rune) {
	select {
	case l.keys <- key:
	case <-l.end:
	}
}

// Enter sends the last one; the channel is buffered.
func (l *Line) Enter() {
	l.keys <- 13
}

// Pause does not wait longer than the time itself.
func Pause(ctx context.Context, pause time.Duration) {
	select {
	case <-time.After(pause):
	case <-ctx.Done():
	}
}
