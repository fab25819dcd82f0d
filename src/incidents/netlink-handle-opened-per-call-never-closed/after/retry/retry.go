// Package retry asks the kernel again when an answer was interrupted.
package retry

import (
	"errors"
	"syscall"

	"github.com/vishvananda/netlink"
)

const attemptsMax = 5

// Addresses borrows the handle: the caller opened it and the caller closes it.
func Addresses(handle *netlink.Handle, link netlink.Link) ([]netlink.Addr, error) {
	var addresses []netlink.Addr
	var err error
	for attempt := 0; attempt < attemptsMax; attempt++ {
		addresses, err = handle.AddrList(link, syscall.AF_INET)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	return addresses, err
}
