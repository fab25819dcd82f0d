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

// Visit calls a function for each name at the same time.
func Visit(names []string, call func(string)) {
	var group sync.WaitGroup
	for _, name := range names {
		go func(name string) {
			log.Printf("visit %s", name)
			group.Add(1) // want subject:"^group$" function:"^Visit$" shape:"^late-add$"
			defer group.Done()
			call(name)
		}(name)
	}
	group.Wait()
}
