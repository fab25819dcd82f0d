package node

import "sync"

// DrainAll empties the nodes and returns those that could not be.
func DrainAll(nodes []string, drain func(string) error) (left []string) {
	stuck := make(chan string)
	var group sync.WaitGroup
	for _, node := range nodes {
		group.Add(1)
		go func() {
			defer group.Done()
			if drain(node) != nil {
				stuck <- node
			}
		}()
	}
	go func() {
		group.Wait()
		close(stuck)
	}()
	for node := range stuck {
		left = append(left, node)
	}
	return left
}
