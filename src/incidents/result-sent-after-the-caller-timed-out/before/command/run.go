// Package command runs commands of the host.
package command

import (
	"fmt"
	"os/exec"
	"syscall"
	"time"
)

// Run waits for a command, but no longer than the timeout.
func Run(timeout time.Duration, name string, arguments ...string) error {
	command := exec.Command(name, arguments...)
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan error)
	go func() {
		ended <- command.Wait() // want subject:"^ended$" function:"^Run$" exit:"timed out"
	}()
	select {
	case err := <-ended:
		return err
	case <-time.After(timeout):
		command.Process.Signal(syscall.SIGKILL)
		return fmt.Errorf("%s timed out after %v", name, timeout)
	}
}
