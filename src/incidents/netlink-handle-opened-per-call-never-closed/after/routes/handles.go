package routes

import (
	"fmt"
	"syscall"

	"example.com/agent/retry"
	"example.com/agent/shim"
	"github.com/vishvananda/netlink"
)

// Open returns the handle: its caller owns it.
func Open() (*netlink.Handle, error) {
	handle, err := netlink.NewHandle(syscall.NETLINK_ROUTE)
	if err != nil {
		return nil, fmt.Errorf("open netlink: %w", err)
	}
	return handle, nil
}

// OpenChecked releases the handle on the error path and returns it on the other.
func OpenChecked() (shim.Kernel, error) {
	kernel, err := shim.NewRealHandle()
	if err != nil {
		return nil, err
	}
	if _, err := kernel.Links(); err != nil {
		kernel.Delete()
		return nil, err
	}
	return kernel, nil
}

// Count borrows a handle, whose owner closes it.
func Count(handle *netlink.Handle) (int, error) {
	links, err := handle.LinkList()
	return len(links), err
}

// CountAll releases on every way out, without a defer.
func CountAll() (int, error) {
	handle, err := Open()
	if err != nil {
		return 0, err
	}
	links, err := Count(handle)
	if err != nil {
		handle.Close()
		return 0, err
	}
	handle.Close()
	return links, nil
}

// Stateless needs no handle: the package-level calls of netlink open and close their own socket.
func Stateless() ([]netlink.Link, error) {
	return netlink.LinkList()
}

// Ask opens and closes one handle each time the closure is called.
func Ask(link netlink.Link) func() (int, error) {
	return func() (int, error) {
		handle, err := netlink.NewHandle(syscall.NETLINK_ROUTE)
		if err != nil {
			return 0, err
		}
		defer handle.Close()
		addresses, err := retry.Addresses(handle, link)
		return len(addresses), err
	}
}

// Probe defers the release inside a closure.
func Probe() (int, error) {
	kernel, err := shim.NewRealHandle()
	if err != nil {
		return 0, err
	}
	defer func() {
		kernel.Delete()
	}()
	links, err := kernel.Links()
	return len(links), err
}
