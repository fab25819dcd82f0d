package index

// Set puts what it is told, whatever was there.
func (x *Index) Set(name string, number int) {
	x.lock.Lock()
	defer x.lock.Unlock()
	x.numbers[name] = number
}

// Raise reads and writes in one section.
func (x *Index) Raise(name string) int {
	x.lock.Lock()
	defer x.lock.Unlock()
	if number, ok := x.numbers[name]; ok {
		x.numbers[name] = number + 1
		return number + 1
	}
	x.numbers[name] = 1
	return 1
}

// Rename looks for one name and writes another.
func (x *Index) Rename(from, to string) bool {
	x.lock.RLock()
	number, ok := x.numbers[from]
	x.lock.RUnlock()
	if !ok {
		return false
	}
	x.lock.Lock()
	x.numbers[to] = number
	x.lock.Unlock()
	return true
}

// Faster keeps the number of whoever was faster.
func (x *Index) Faster(name string, count func() int) int {
	x.lock.RLock()
	number := x.numbers[name]
	x.lock.RUnlock()
	if number != 0 {
		return number
	}
	number = count()
	x.lock.Lock()
	defer x.lock.Unlock()
	if x.numbers[name] == 0 {
		x.numbers[name] = number
	}
	return x.numbers[name]
}
