package jobs

import (
	"fmt"
	"sync"
)

type Pod struct{ Name string }

type Client interface{ Delete(name string) error }

// Remove deletes all pods, and says how many are going.
func Remove(client Client, pods []Pod) (int, error) {
	var failed []error
	going := 0
	var wg sync.WaitGroup
	for _, pod := range pods {
		wg.Add(1)
		go func(pod Pod) {
			defer wg.Done()
			if err := client.Delete(pod.Name); err != nil {
				failed = append(failed, err) // want map:"^failed$" root:"^go$"
				return
			}
			going++ // want map:"^going$"
		}(pod)
	}
	wg.Wait()
	if len(failed) > 0 {
		return going, fmt.Errorf("%d of %d pods: %w", len(failed), len(pods), failed[0])
	}
	return going, nil
}
