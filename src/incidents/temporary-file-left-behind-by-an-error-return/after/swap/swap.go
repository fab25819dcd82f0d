// Package swap replaces files.
package swap

import (
	"os"
	"path/filepath"
)

// Write removes the file after each failure.
func Write(name string, content []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(name), "swap")
	if err != nil {
		return err
	}
	_, err = temporary.Write(content)
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err != nil {
		os.Remove(temporary.Name())
		return err
	}
	if err := os.Chmod(temporary.Name(), 0o600); err != nil {
		os.Remove(temporary.Name())
		return err
	}
	return os.Rename(temporary.Name(), name)
}
