// Package keys keeps the keys of tunnels.
package keys

import "sync"

// Ring is a list of keys, the primary one first.
type Ring struct {
	lock  sync.Mutex
	keys  []string
	apply func(keys []string)
}

// Drop takes a key out of the ring.
func (r *Ring) Drop(old string) {
	at := -1
	r.lock.Lock()
	for i, key := range r.keys {
		if key == old {
			at = i
		}
	}
	r.lock.Unlock()
	if at < 0 {
		return
	}
	r.apply([]string{old})
	r.lock.Lock()
	defer r.lock.Unlock()
	r.keys = append(r.keys[:at], r.keys[at+1:]...) // want state:"^r\.keys$" guard:"^at$" function:"Drop"
}
