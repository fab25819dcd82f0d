package pool

import "sync"

// Each tells every item as done, and there may be none.
func Each(items <-chan int, work func(int), pending *sync.WaitGroup) {
	go func() {
		for item := range items {
			work(item)
			pending.Done()
		}
	}()
}

// Tree counts a branch before it grows it, from inside another one.
func Tree(grow func(depth int, branch func(func()))) {
	var group sync.WaitGroup
	var branch func(func())
	branch = func(work func()) {
		group.Add(1)
		go func() {
			defer group.Done()
			work()
		}()
	}
	group.Add(1)
	go func() {
		defer group.Done()
		grow(0, branch)
	}()
	group.Wait()
}

// Both calls Done on every way out.
func Both(check func() bool, work func()) {
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		if !check() {
			group.Done()
			return
		}
		work()
		group.Done()
	}()
	group.Wait()
}
