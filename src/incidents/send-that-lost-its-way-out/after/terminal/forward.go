package terminal

import (
	"encoding/json"
	"io"
)

// Forward sends every size that comes until the stream ends.
func (s *Screen) Forward(stream io.Reader) {
	decoder := json.NewDecoder(stream)
	for {
		var size Size
		if err := decoder.Decode(&size); err != nil {
			return
		}
		select {
		case s.sizes <- size:
		case <-s.stopped:
			return
		}
	}
}
