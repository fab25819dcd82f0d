// Package index numbers what C code must not have pointers to.
package index

import "sync"

// Index has one number for each name.
type Index struct {
	lock    sync.RWMutex
	numbers map[string]int
	next    int
}

// Number tells the number of a name, a new one when it has none.
func (x *Index) Number(name string) int {
	x.lock.RLock()
	number, ok := x.numbers[name]
	x.lock.RUnlock()
	if ok {
		return number
	}
	x.lock.Lock()
	defer x.lock.Unlock()
	if number, ok := x.numbers[name]; ok {
		return number
	}
	x.next++
	x.numbers[name] = x.next
	return x.next
}
