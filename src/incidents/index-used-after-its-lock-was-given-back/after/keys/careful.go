package keys

// Promote searches again after the lock was free.
func (r *Ring) Promote(primary string) {
	at := r.position(primary)
	if at < 0 {
		return
	}
	r.apply([]string{primary})
	r.lock.Lock()
	defer r.lock.Unlock()
	at = -1
	for i, key := range r.keys {
		if key == primary {
			at = i
		}
	}
	if at >= 0 {
		r.keys[0], r.keys[at] = r.keys[at], r.keys[0]
	}
}

func (r *Ring) position(wanted string) int {
	r.lock.Lock()
	defer r.lock.Unlock()
	for i, key := range r.keys {
		if key == wanted {
			return i
		}
	}
	return -1
}

// Each walks over what may change under it, and looks each time.
func (r *Ring) Each(see func(string)) {
	r.lock.Lock()
	count := len(r.keys)
	r.lock.Unlock()
	for i := 0; i < count; i++ {
		r.lock.Lock()
		if i < len(r.keys) {
			see(r.keys[i])
		}
		r.lock.Unlock()
	}
}
