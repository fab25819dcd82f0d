// Package pool runs routines and waits for them.
package pool

import (
	"log"
	"os"
	"sync"
)

// Pool waits for its routines.
type Pool struct {
	group sync.WaitGroup
}

// Load reads files at the same time.
func (p *Pool) Load(names []string, keep func([]byte)) {
	for _, name := range names {
		p.group.Add(1)
		go func(name string) {
			data, err := os.ReadFile(name)
			if err != nil {
				log.Printf("read %s: %v", name, err)
				return // want subject:"^p.group$" function:"^Pool.Load$" exit:"^return$"
			}
			keep(data)
			p.group.Done()
		}(name)
	}
	p.group.Wait()
}
