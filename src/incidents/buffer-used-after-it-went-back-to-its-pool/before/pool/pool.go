// Package pool hands out byte slices.
package pool

import (
	"bytes"
	"encoding/json"
	"sync"
)

// Bytes is a pool with a budget.
type Bytes struct {
	mu      sync.Mutex
	buckets []sync.Pool
	sizes   []int
	used    int
}

// Put gives a slice back.
func (p *Bytes) Put(b *[]byte) {
	if b == nil {
		return
	}
	for i := range p.buckets {
		if cap(*b) > p.sizes[i] {
			continue
		}
		*b = (*b)[:0]
		p.buckets[i].Put(b)
		break
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.used -= cap(*b) // want handle:"^b$" function:"^Bytes.Put$"
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Encode gives a value as text.
func Encode(value any) ([]byte, error) {
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	if err := json.NewEncoder(buffer).Encode(value); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil // want handle:"^buffer$" function:"^Encode$"
}

// Size tells how long a value is as text.
func Size(value any) (int, error) {
	buffer := buffers.Get().(*bytes.Buffer)
	defer putBack(buffer) // want handle:"^buffer$" function:"^Size$"
	if err := json.NewEncoder(buffer).Encode(value); err != nil {
		putBack(buffer)
		return 0, err
	}
	return buffer.Len(), nil
}

func putBack(buffer *bytes.Buffer) {
	buffer.Reset()
	buffers.Put(buffer)
}
