package pool

import (
	"bytes"
	"io"
	"sync"
)

// Text is a copy.
func Text(value string) string {
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.WriteString(value)
	return buffer.String()
}

// Another buffer in each round.
func rounds(values []string, to io.Writer) error {
	for _, value := range values {
		buffer := buffers.Get().(*bytes.Buffer)
		buffer.WriteString(value)
		if _, err := buffer.WriteTo(to); err != nil {
			buffers.Put(buffer)
			return err
		}
		buffers.Put(buffer)
	}
	return nil
}

// Its place has another one afterwards.
func grow(buffer *bytes.Buffer, size int) *bytes.Buffer {
	if buffer.Cap() < size {
		buffers.Put(buffer)
		buffer = bytes.NewBuffer(make([]byte, 0, size))
	}
	buffer.Grow(size)
	return buffer
}

// What was read before is no part of it.
func length(buffer *bytes.Buffer) int {
	size := buffer.Len()
	buffers.Put(buffer)
	return size
}

// One way out puts it back, the other returns it.
func take(want bool) *bytes.Buffer {
	buffer := buffers.Get().(*bytes.Buffer)
	if !want {
		buffers.Put(buffer)
		return nil
	}
	return buffer
}

// Cache is no pool: what is put there stays ours.
type Cache struct {
	mu    sync.Mutex
	items map[string]*bytes.Buffer
}

// Put keeps a buffer.
func (c *Cache) Put(buffer *bytes.Buffer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items["last"] = buffer
}

func remember(cache *Cache, buffer *bytes.Buffer) int {
	cache.Put(buffer)
	cache.Put(buffer)
	return buffer.Len()
}
