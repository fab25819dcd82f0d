// Package compact copies a store into a smaller file and puts that in its place.
package compact

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Run leaves the temporary file open when a step in between fails, and nobody can close it any more.
func Run(name string) error {
	temp, err := os.CreateTemp(filepath.Dir(name), "compact.*")
	if err != nil {
		return err
	}
	source, err := os.Open(name)
	if err != nil {
		temp.Close()
		return fmt.Errorf("open %s: %w", name, err)
	}
	defer source.Close()
	if _, err := io.Copy(temp, source); err != nil {
		temp.Close()
		return fmt.Errorf("copy %s: %w", name, err)
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}

// Sizes opens every file in turn and closes none.
func Sizes(names []string) (map[string]int64, error) {
	sizes := map[string]int64{}
	for _, name := range names {
		size, err := sizeOf(name)
		if err != nil {
			return nil, err
		}
		sizes[name] = size
	}
	return sizes, nil
}

func sizeOf(name string) (int64, error) {
	file, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
