// Package kept has temporary files and directories that are somebody else's, or are to stay.
package kept

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

var errEmpty = errors.New("nothing there")

// Cache has a directory of its own until it is closed.
type Cache struct {
	dir string
}

// Open gives the directory to the cache before anything can fail.
func (c *Cache) Open(name string) error {
	dir, err := os.MkdirTemp("", "cache")
	if err != nil {
		return err
	}
	c.dir = dir
	if name == "" {
		return errEmpty
	}
	return os.WriteFile(filepath.Join(dir, name), nil, 0o600)
}

// Close removes the directory.
func (c *Cache) Close() error {
	return os.RemoveAll(c.dir)
}

// Dump keeps what it has written, for somebody to look at.
func Dump(content []byte) error {
	file, err := os.CreateTemp("", "dump")
	if err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		return err
	}
	return file.Close()
}

// Build keeps the directory when it is asked to.
func Build(keep bool, steps []func(dir string) error) error {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	if !keep {
		defer os.RemoveAll(dir)
	}
	if err := os.Mkdir(filepath.Join(dir, "out"), 0o700); err != nil {
		return err
	}
	fmt.Println("building in", dir)
	return nil
}

// Parts makes directories in one that is removed with all of them.
func Parts(names []string) error {
	root, err := os.MkdirTemp("", "parts")
	if err != nil {
		return err
	}
	defer os.RemoveAll(root)
	for _, name := range names {
		part, err := os.MkdirTemp(filepath.Join(root, "all"), "part")
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(part, name), nil, 0o600); err != nil {
			return err
		}
		if err := os.RemoveAll(part); err != nil {
			return err
		}
	}
	return nil
}

// Report gives the path along with the error.
func Report(name string) (string, error) {
	dir, err := os.MkdirTemp("", "report")
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
		return dir, err
	}
	return dir, nil
}

// Moved puts the directory where it belongs.
func Moved(target string) error {
	dir, err := os.MkdirTemp(filepath.Dir(target), "next")
	if err != nil {
		return err
	}
	return os.Rename(dir, target)
}

// Cleaned hands out what removes the directory.
func Cleaned(name string) (string, func(), error) {
	dir, err := os.MkdirTemp("", "cleaned")
	if err != nil {
		return "", nil, err
	}
	cleanup := func() { os.RemoveAll(dir) }
	if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
		cleanup()
		return "", nil, err
	}
	return dir, cleanup, nil
}
