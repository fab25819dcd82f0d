// Package report uses tickers in the ways that are right: none of this deserves a comment.
package report

import (
	"time"
)

// Reporter stops its ticker when it is closed.
type Reporter struct {
	ticker *time.Ticker
	done   chan struct{}
}

// New keeps the ticker in the reporter.
func New(every time.Duration) *Reporter {
	r := &Reporter{ticker: time.NewTicker(every), done: make(chan struct{})}
	return r
}

// Close stops it.
func (r *Reporter) Close() {
	r.ticker.Stop()
	close(r.done)
}

// Forever never returns, so the ticker is never left behind.
func Forever(every time.Duration, work func()) {
	ticker := time.NewTicker(every)
	for range ticker.C {
		work()
	}
}

// InBackground gives the ticker to the goroutine that stops it.
func InBackground(every time.Duration, stop <-chan struct{}, work func()) {
	ticker := time.NewTicker(every)
	go func() {
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				work()
			case <-stop:
				return
			}
		}
	}()
}

// Once needs no ticker: a timer that has fired is gone.
func Once(after time.Duration, work func()) {
	<-time.After(after)
	work()
}
