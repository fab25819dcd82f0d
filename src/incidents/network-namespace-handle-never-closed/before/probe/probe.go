// Package probe looks into the network namespaces of pods.
package probe

import (
	"fmt"
	"net"
	"syscall"

	"github.com/containernetworking/plugins/pkg/ns"
	"github.com/vishvananda/netlink/nl"
	"github.com/vishvananda/netns"
)

// Port says whether something listens in the namespace. It is asked for each pod, every second.
func Port(path, address string) (bool, error) {
	podNS, err := ns.GetNS(path) // want handle:"^podNS$" acquire:"ns\.GetNS" giveBack:"^podNS\.Close\(\)$" function:"^Port$"
	if err != nil {
		return false, fmt.Errorf("open %s: %w", path, err)
	}
	open := false
	err = ns.WithNetNSPath(podNS.Path(), func(ns.NetNS) error {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return nil
		}
		open = true
		return conn.Close()
	})
	return open, err
}

// Family asks the kernel over a socket of its own.
func Family() (uint32, error) {
	socket, err := nl.GetNetlinkSocketAt(netns.None(), netns.None(), syscall.NETLINK_GENERIC) // want handle:"^socket$" function:"^Family$"
	if err != nil {
		return 0, err
	}
	return socket.GetPid()
}
