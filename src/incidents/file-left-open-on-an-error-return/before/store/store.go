// Package store is a small database in one file.
package store

import (
	"errors"
	"os"
)

var errEmpty = errors.New("empty")

// Store reads and writes through the file it was opened with.
type Store struct {
	file *os.File
}

// Use makes a store of an open file, which the store closes from then on; when it fails, the file still belongs to the caller.
func Use(file *os.File) (*Store, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() == 0 {
		return nil, errEmpty
	}
	return &Store{file: file}, nil
}

// Name tells where it is.
func (s *Store) Name() string {
	return s.file.Name()
}

// Close closes the file.
func (s *Store) Close() error {
	return s.file.Close()
}
