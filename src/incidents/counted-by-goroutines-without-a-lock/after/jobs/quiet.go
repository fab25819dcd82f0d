package jobs

import (
	"sync"

	"golang.org/x/sync/errgroup"
)

// Each goroutine has an element of its own.
func Results(pods []Pod, ask func(Pod) int) []int {
	results := make([]int, len(pods))
	var wg sync.WaitGroup
	for i, pod := range pods {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results[i] = ask(pod)
		}()
	}
	wg.Wait()
	return results
}

// One goroutine only, and a wait for it before the result is looked at.
func Count(pods []Pod, ask func(Pod) bool) int {
	n := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, pod := range pods {
			if ask(pod) {
				n++
			}
		}
	}()
	<-done
	return n
}

// The variable is another one in each round.
func Marked(pods []Pod, mark func(Pod, int)) {
	for _, pod := range pods {
		tries := 0
		go func() {
			tries++
			mark(pod, tries)
		}()
	}
}

// A channel with room for one is a lock, too.
func Sum(pods []Pod, ask func(Pod) int) (int, error) {
	sum := 0
	turn := make(chan struct{}, 1)
	var group errgroup.Group
	for _, pod := range pods {
		group.Go(func() error {
			n := ask(pod)
			turn <- struct{}{}
			sum += n
			<-turn
			return nil
		})
	}
	err := group.Wait()
	return sum, err
}

// Only the one that is looked for writes.
func Find(pods []Pod, name string) *Pod {
	var found *Pod
	var wg sync.WaitGroup
	for _, pod := range pods {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if pod.Name == name {
				found = &pod
			}
		}()
	}
	wg.Wait()
	return found
}
