package node

import "sync"

// FirstError has room for one error, and drops the others.
func FirstError(nodes []string, drain func(string) error) error {
	failed := make(chan error, 1)
	var group sync.WaitGroup
	for _, node := range nodes {
		group.Add(1)
		go func() {
			defer group.Done()
			if err := drain(node); err != nil {
				select {
				case failed <- err:
				default:
				}
			}
		}()
	}
	group.Wait()
	close(failed)
	return <-failed
}

// Count has a goroutine that receives while it waits.
func Count(nodes []string, size func(string) int) (sum int) {
	sizes, counted := make(chan int), make(chan struct{})
	go func() {
		defer close(counted)
		for n := range sizes {
			sum += n
		}
	}()
	var group sync.WaitGroup
	for _, node := range nodes {
		group.Add(1)
		go func() {
			defer group.Done()
			sizes <- size(node)
		}()
	}
	group.Wait()
	close(sizes)
	<-counted
	return sum
}

// Sum receives first, and waits afterwards.
func Sum(nodes []string, size func(string) int) (sum int) {
	sizes := make(chan int)
	var group sync.WaitGroup
	for _, node := range nodes {
		group.Add(1)
		go func() {
			defer group.Done()
			sizes <- size(node)
		}()
	}
	for range nodes {
		sum += <-sizes
	}
	group.Wait()
	return sum
}
