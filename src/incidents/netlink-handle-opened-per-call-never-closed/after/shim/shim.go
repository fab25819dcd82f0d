// Package shim stands between the agent and the kernel, so that tests can put something else there.
package shim

import (
	"syscall"

	"github.com/vishvananda/netlink"
)

// Kernel is the part of netlink that the agent uses. Its last method gives the socket back.
type Kernel interface {
	Links() ([]netlink.Link, error)
	RouteDel(route *netlink.Route) error
	Delete()
}

type realKernel struct {
	handle *netlink.Handle
}

// NewRealHandle opens a socket, which a reader of the call cannot see.
func NewRealHandle() (Kernel, error) {
	handle, err := netlink.NewHandle(syscall.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	return &realKernel{handle: handle}, nil
}

func (k *realKernel) Links() ([]netlink.Link, error) {
	return k.handle.LinkList()
}

func (k *realKernel) RouteDel(route *netlink.Route) error {
	return k.handle.RouteDel(route)
}

func (k *realKernel) Delete() {
	k.handle.Delete()
}
