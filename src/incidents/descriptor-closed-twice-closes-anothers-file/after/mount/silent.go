package mount

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// Closing an os.File, a connection or a listener twice gives an error and harms nobody.
func readAll(path string, conn net.Conn) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	defer conn.Close()
	if _, err := file.Write([]byte{1}); err != nil {
		conn.Close()
		return file.Close()
	}
	conn.Close()
	return file.Close()
}

// The deferred close looks at a number that says what is left to do.
func exchange(path string) error {
	fd, err := unix.Open(path, unix.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() {
		if fd >= 0 {
			unix.Close(fd)
		}
	}()
	if err := unix.Close(fd); err != nil {
		return err
	}
	fd = -1
	return nil
}

// Each close is of another descriptor.
func each(paths []string) error {
	fd, err := unix.Open(paths[0], unix.O_RDONLY, 0)
	if err != nil {
		return err
	}
	for _, path := range paths[1:] {
		unix.Close(fd)
		if fd, err = unix.Open(path, unix.O_RDONLY, 0); err != nil {
			return err
		}
	}
	return unix.Close(fd)
}

// Both ends of a pipe are closed, each once.
func pipe() error {
	var ends [2]int
	if err := unix.Pipe(ends[:]); err != nil {
		return err
	}
	unix.Close(ends[0])
	unix.Close(ends[1])
	return nil
}

// The one closes on failure, the other on success.
func guarded(path string) (err error) {
	fd, err := unix.Open(path, unix.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			unix.Close(fd)
		}
	}()
	if _, err = unix.Write(fd, nil); err != nil {
		return err
	}
	unix.Close(fd)
	return nil
}

// A number that is no descriptor is taken over by nobody.
func wrap(fd int) (*os.File, error) {
	file := os.NewFile(uintptr(fd), "handed over")
	if file == nil {
		unix.Close(fd)
		return nil, errors.New("no descriptor")
	}
	return file, nil
}

// What was duplicated is closed for itself.
func duplicate(file *os.File) error {
	defer file.Close()
	fd, err := unix.Dup(int(file.Fd()))
	if err != nil {
		return err
	}
	return unix.Close(fd)
}
