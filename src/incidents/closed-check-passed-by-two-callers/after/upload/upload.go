// Package upload writes one body to a registry, which may ask for it again.
package upload

import (
	"io"
	"sync"
)

// Writer takes the body of one upload.
type Writer struct {
	body   *io.PipeWriter
	resets chan *io.PipeWriter
	once   sync.Once
}

// Start begins an upload; the request may end by itself, and closes the writer then.
func Start(body *io.PipeWriter, request func() error) *Writer {
	writer := &Writer{body: body, resets: make(chan *io.PipeWriter)}
	go func() {
		if err := request(); err != nil {
			_ = writer.Close()
		}
	}()
	return writer
}

// Close ends the upload.
func (w *Writer) Close() error {
	w.once.Do(func() { close(w.resets) })
	return w.body.Close()
}
