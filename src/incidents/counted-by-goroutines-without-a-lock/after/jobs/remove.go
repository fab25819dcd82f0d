package jobs

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type Pod struct{ Name string }

type Client interface{ Delete(name string) error }

// Remove deletes all pods, and says how many are going.
func Remove(client Client, pods []Pod) (int, error) {
	var failed []error
	var mu sync.Mutex
	var going atomic.Int32
	var wg sync.WaitGroup
	for _, pod := range pods {
		wg.Add(1)
		go func(pod Pod) {
			defer wg.Done()
			if err := client.Delete(pod.Name); err != nil {
				mu.Lock()
				failed = append(failed, err)
				mu.Unlock()
				return
			}
			going.Add(1)
		}(pod)
	}
	wg.Wait()
	if len(failed) > 0 {
		return int(going.Load()), fmt.Errorf("%d of %d pods: %w", len(failed), len(pods), failed[0])
	}
	return int(going.Load()), nil
}
