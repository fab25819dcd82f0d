// Package mtu watches the smallest MTU of the host's interfaces.
package mtu

import (
	"context"
	"fmt"
	"time"

	"example.com/agent/shim"
)

const pollInterval = 30 * time.Second

// Watch tells every change of the smallest MTU until the context ends.
func Watch(ctx context.Context, changed chan<- int) {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	known := 0
	for {
		if smallest, err := smallestMTU(); err == nil && smallest != known {
			known = smallest
			changed <- smallest
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func smallestMTU() (int, error) {
	nl, err := shim.NewRealHandle() // want handle:"^nl$" acquire:"NewRealHandle" function:"smallestMTU" release:"^Delete$"
	if err != nil {
		return 0, fmt.Errorf("open netlink: %w", err)
	}
	links, err := nl.Links()
	if err != nil {
		return 0, fmt.Errorf("list links: %w", err)
	}
	smallest := 0
	for _, link := range links {
		mtu := link.Attrs().MTU
		if smallest == 0 || mtu < smallest {
			smallest = mtu
		}
	}
	return smallest, nil
}
