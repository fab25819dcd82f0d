// Package peers gives back what it opens, or has its reasons: none of this deserves a comment.
package peers

import (
	"errors"
	"sync"
	"time"

	"example.com/agent/wire"
)

var errUnknown = errors.New("unknown")

// Peers keeps one stream for each peer.
type Peers struct {
	lock    sync.Mutex
	streams map[string]*wire.Stream
}

// Get closes what it finds to be broken; all others belong to the map.
func (p *Peers) Get(peer string) (*wire.Stream, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	stream, ok := p.streams[peer]
	if !ok {
		return nil, errUnknown
	}
	if _, err := stream.Version(); err != nil {
		stream.Close()
		delete(p.streams, peer)
		return nil, err
	}
	return stream, nil
}

// Add stores the stream when all went well.
func (p *Peers) Add(peer string) error {
	stream, err := wire.OpenStream(peer)
	if err != nil {
		return err
	}
	if _, err := stream.Version(); err != nil {
		stream.Close()
		return err
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	p.streams[peer] = stream
	return nil
}

// Speak leaves the stream to its caller, who opened it.
func Speak(stream *wire.Stream) error {
	if _, err := stream.Version(); err != nil {
		stream.Close()
		return err
	}
	_, err := stream.Read()
	return err
}

// Wait stops the timer when it is not needed; one that has fired is gone.
func Wait(done <-chan struct{}, limit time.Duration) error {
	timer := time.NewTimer(limit)
	select {
	case <-done:
		timer.Stop()
		return nil
	case <-timer.C:
		return errUnknown
	}
}
