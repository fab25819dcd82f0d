package store

import "sync"

// Keeper sets what it is made of before anybody else has it.
type Keeper struct {
	mu    sync.Mutex
	name  string
	log   func(string)
	count int
	done  bool
}

func NewKeeper(name string) *Keeper {
	k := &Keeper{name: name}
	k.count = 1
	return k
}

// SetLog is called before Start.
func (k *Keeper) SetLog(log func(string)) { k.log = log }

// Start: until the goroutine runs nobody else is here.
func (k *Keeper) Start() {
	k.count = 0
	go k.run()
}

func (k *Keeper) run() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.raise()
	k.log(k.name)
}

// raise leaves the lock to its callers.
func (k *Keeper) raise() {
	k.count++
}

func (k *Keeper) Count() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.count
}

// Name was set once, and is only read.
func (k *Keeper) Name() string { return k.name }

// Finish looks once without the lock, and again with it.
func (k *Keeper) Finish() {
	if k.done {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.done {
		return
	}
	k.done = true
}

func (k *Keeper) Reopen() {
	k.mu.Lock()
	k.done = false
	k.mu.Unlock()
}

func (k *Keeper) IsDone() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.done
}
