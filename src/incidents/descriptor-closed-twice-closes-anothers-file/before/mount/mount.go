// Package mount asks a helper process to mount a file system.
package mount

import (
	"fmt"
	"net"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"
)

// Mount starts the helper with one end of a socket and reads the descriptor of the mount from the other.
func Mount(dir string) (*os.File, error) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return nil, fmt.Errorf("socketpair: %w", err)
	}
	defer unix.Close(ends[0]) // want handle:"^ends" function:"^Mount$" first:"os.NewFile"
	theirs := os.NewFile(uintptr(ends[0]), "helper")
	defer theirs.Close()
	ours := os.NewFile(uintptr(ends[1]), "mounter")
	defer ours.Close()

	helper := exec.Command("fusermount", "--", dir)
	helper.ExtraFiles = []*os.File{theirs}
	if err := helper.Run(); err != nil {
		return nil, fmt.Errorf("fusermount: %w", err)
	}
	return receive(ours)
}

// Listen opens a listener that several processes share.
func Listen(address unix.Sockaddr) (listener net.Listener, err error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			unix.Close(fd) // want handle:"^fd$" function:"^Listen$" first:"os.NewFile"
		}
	}()
	if err = unix.Bind(fd, address); err != nil {
		return nil, err
	}
	file := os.NewFile(uintptr(fd), "listener")
	if listener, err = net.FileListener(file); err != nil {
		return nil, err
	}
	return listener, file.Close()
}

// Probe tells whether the device answers.
func Probe(path string) error {
	fd, err := unix.Open(path, unix.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd) // want handle:"^fd$" function:"^Probe$"
	if _, err := unix.Write(fd, []byte{0}); err != nil {
		unix.Close(fd)
		return err
	}
	return nil
}

func receive(from *os.File) (*os.File, error) {
	name := make([]byte, 64)
	n, err := from.Read(name)
	if err != nil {
		return nil, err
	}
	return os.Open(string(name[:n]))
}
