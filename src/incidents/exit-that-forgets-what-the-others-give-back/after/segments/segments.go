// Package segments checks the segments of a log.
package segments

import (
	"errors"
	"os"
)

var errEmpty = errors.New("empty segment")

// Verify calls the closer that came with the files on every way out.
func Verify(names []string) error {
	files, closer, err := openAll(names)
	if err != nil {
		return err
	}
	defer func() {
		if closer != nil {
			closer()
		}
	}()
	for _, file := range files {
		info, err := file.Stat()
		if err != nil {
			return err
		}
		if info.Size() == 0 {
			return errEmpty
		}
	}
	return nil
}

func openAll(names []string) ([]*os.File, func(), error) {
	var files []*os.File
	closeAll := func() {
		for _, file := range files {
			file.Close()
		}
	}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			closeAll()
			return nil, nil, err
		}
		files = append(files, file)
	}
	return files, closeAll, nil
}
