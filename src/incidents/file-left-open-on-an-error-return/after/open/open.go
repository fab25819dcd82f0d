// Package open works with files in the ways that are right: none of this deserves a comment.
package open

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"

	"example.com/agent/store"
)

// Log is a file that the process keeps.
type Log struct {
	file *os.File
}

var log *os.File

// Open hands the file to the store, which closes it; on the error return it is closed here.
func Open(name string) (*store.Store, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	opened, err := store.Use(file)
	if err != nil {
		file.Close()
		return nil, err
	}
	return opened, nil
}

// OpenOrCreate has its deferred function before the file.
func OpenOrCreate(name string) (_ *Log, err error) {
	var file *os.File
	defer func() {
		if err != nil && file != nil {
			file.Close()
		}
	}()
	file, err = os.OpenFile(name, os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		file, err = os.Create(name)
	}
	if err != nil {
		return nil, err
	}
	if err := file.Truncate(0); err != nil {
		return nil, err
	}
	return &Log{file: file}, nil
}

// Keep puts the file where the process has it for as long as it runs.
func Keep(name string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	log = file
	return nil
}

// FirstLine opens only what it is asked for, and closes what it has opened.
func FirstLine(name string) (string, error) {
	in := os.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return "", err
		}
		defer file.Close()
		in = file
	}
	return bufio.NewReader(in).ReadString('\n')
}

// Run lends the file to a command, and closes it when the command has ended.
func Run(command, output string) error {
	file, err := os.Create(output)
	if err != nil {
		return err
	}
	cmd := exec.Command(command)
	cmd.Stdout = file
	err = cmd.Run()
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	return err
}

// Pipe gives one end away and closes the other.
func Pipe(write func(io.WriteCloser)) ([]byte, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	go write(w)
	return io.ReadAll(r)
}

// Must ends the process when it fails: nothing is left to close.
func Must(name string) *os.File {
	file, err := os.Open(name)
	if err != nil {
		panic(err)
	}
	if _, err := file.Seek(0, io.SeekEnd); err != nil {
		os.Exit(1)
	}
	return file
}
