// Package device talks to a device by its descriptor.
package device

import "syscall"

// Device is an open device.
type Device struct {
	fd uintptr
}

// Open opens a device.
func Open(path string) (*Device, error) {
	fd, err := syscall.Open(path, syscall.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return &Device{fd: uintptr(fd)}, nil
}

// Done gives the descriptor back.
func (d *Device) Done() error {
	return syscall.Close(int(d.fd))
}

// Send writes a command.
func (d *Device) Send(command []byte) error {
	_, err := syscall.Write(int(d.fd), command)
	return err
}

// Reset sends the command that resets a device.
func Reset(path string) error {
	device, err := Open(path)
	if err != nil {
		return err
	}
	if err := device.Send([]byte{0}); err != nil {
		device.Done()
		return err
	}
	return device.Done()
}
