// Package dial looks whether a peer can be spoken to.
package dial

import (
	"errors"

	"example.com/agent/wire"
)

var errTooOld = errors.New("too old")

// Dial closes the stream on every error but one.
func Dial(peer string) (*wire.Stream, error) {
	stream, err := wire.OpenStream(peer)
	if err != nil {
		return nil, err
	}
	version, err := stream.Version()
	if err != nil {
		stream.Close()
		return nil, err
	}
	if version < 2 {
		stream.Close()
		return nil, errTooOld
	}
	if _, err := stream.Read(); err != nil {
		stream.Close()
		return nil, err
	}
	return stream, nil
}
