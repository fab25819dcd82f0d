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
	temp, err := os.CreateTemp(filepath.Dir(name), "compact.*") // want handle:"^temp$" acquire:"os\.CreateTemp" giveBack:"^temp\.Close\(\)$" function:"^Run$" exit:"return"
	if err != nil {
		return err
	}
	source, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	defer source.Close()
	if _, err := io.Copy(temp, source); err != nil {
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
		file, err := os.Open(name) // want handle:"^file$" function:"^Sizes$"
		if err != nil {
			return nil, err
		}
		info, err := file.Stat()
		if err != nil {
			return nil, err
		}
		sizes[name] = info.Size()
	}
	return sizes, nil
}
