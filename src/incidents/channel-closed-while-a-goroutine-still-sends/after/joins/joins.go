// Package joins waits for every sender before it closes.
package joins

import (
	"errors"
	"sync"
)

// Group waits for its senders.
func Group(inputs []int, work func(int) int) <-chan int {
	results := make(chan int)
	var group sync.WaitGroup
	for _, input := range inputs {
		group.Add(1)
		go func(input int) {
			defer group.Done()
			results <- work(input)
		}(input)
	}
	go func() {
		group.Wait()
		close(results)
	}()
	return results
}

// Counted takes as many results as it has started senders.
func Counted(inputs []int, work func(int) error) error {
	failures := make(chan error)
	for _, input := range inputs {
		go func(input int) { failures <- work(input) }(input)
	}
	var all []error
	for range inputs {
		all = append(all, <-failures)
	}
	close(failures)
	return errors.Join(all...)
}

// Signalled waits for the channel that the sender closes last.
func Signalled(work func() int) []int {
	results := make(chan int, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		results <- work()
	}()
	<-done
	close(results)
	var all []int
	for each := range results {
		all = append(all, each)
	}
	return all
}

// Jobs are sent and closed by one function; its goroutines only receive.
func Jobs(jobs []int, work func(int)) {
	queue := make(chan int)
	var group sync.WaitGroup
	for i := 0; i < 4; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for job := range queue {
				work(job)
			}
		}()
	}
	for _, job := range jobs {
		queue <- job
	}
	close(queue)
	group.Wait()
}
