// Package probe looks whether an interface is ready to be used.
package probe

import (
	"fmt"
	"syscall"

	"example.com/agent/retry"
	"github.com/vishvananda/netlink"
)

// Ready says whether the interface has an address. It is asked again and again until the answer is yes.
func Ready(name string) (bool, error) {
	handle, err := netlink.NewHandle(syscall.NETLINK_ROUTE)
	if err != nil {
		return false, fmt.Errorf("open netlink: %w", err)
	}
	defer handle.Close()
	link, err := handle.LinkByName(name)
	if err != nil {
		return false, fmt.Errorf("find %s: %w", name, err)
	}
	addresses, err := retry.Addresses(handle, link)
	if err != nil {
		return false, fmt.Errorf("list addresses of %s: %w", name, err)
	}
	return len(addresses) > 0, nil
}
