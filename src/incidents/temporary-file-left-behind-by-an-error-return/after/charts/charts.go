// Package charts renders packed charts.
package charts

import (
	"archive/tar"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// Render removes the directory whatever happens.
func Render(archive io.Reader) ([]byte, error) {
	dir, err := os.MkdirTemp("", "chart")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := unpack(archive, dir); err != nil {
		return nil, err
	}
	render := exec.Command("render", dir)
	render.Dir = dir
	return render.Output()
}

// Fetch hands the directory to its caller, or removes it.
func Fetch(archive io.Reader) (_ string, err error) {
	dir, err := os.MkdirTemp("", "chart")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	if err := unpack(archive, dir); err != nil {
		return "", err
	}
	return dir, nil
}

// unpack writes the files of an archive below a directory.
func unpack(archive io.Reader, dir string) error {
	files := tar.NewReader(archive)
	for {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		content, err := io.ReadAll(files)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(header.Name)), content, 0o600); err != nil {
			return err
		}
	}
}
