// Package pod uses namespaces in the ways that are right: none of this deserves a comment.
package pod

import (
	"github.com/containernetworking/plugins/pkg/ns"
	"github.com/vishvananda/netlink"
)

// Pod keeps its namespace until it is closed.
type Pod struct {
	netns ns.NetNS
}

// Open stores the namespace; on the error return it is closed.
func Open(path, device string) (*Pod, error) {
	netns, err := ns.GetNS(path)
	if err != nil {
		return nil, err
	}
	if err := up(netns, device); err != nil {
		netns.Close()
		return nil, err
	}
	return &Pod{netns: netns}, nil
}

// Close gives it back.
func (p *Pod) Close() error {
	return p.netns.Close()
}

// up borrows the namespace.
func up(netns ns.NetNS, device string) error {
	return netns.Do(func(ns.NetNS) error {
		link, err := netlink.LinkByName(device)
		if err != nil {
			return err
		}
		return netlink.LinkSetUp(link)
	})
}

// Twice opens again when the first name is not there.
func Twice(path, other string) error {
	netns, err := ns.GetNS(path)
	if err != nil {
		if netns, err = ns.GetNS(other); err != nil {
			return err
		}
	}
	defer netns.Close()
	return up(netns, "lo")
}

// In needs no handle of its own.
func In(path string, work func() error) error {
	return ns.WithNetNSPath(path, func(ns.NetNS) error { return work() })
}
