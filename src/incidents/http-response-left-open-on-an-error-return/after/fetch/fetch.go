// Package fetch reads from servers in the ways that are right: none of this deserves a comment.
package fetch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"example.com/agent/quietly"
)

var errNoContent = errors.New("no content")

// JSON closes with the first line after the error check.
func JSON(url string, into any) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("get %s: %s", url, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

// Open returns the body: its caller closes it. On every error it is closed here, by what stands in the deferred function.
func Open(client *http.Client, req *http.Request) (_ io.ReadCloser, err error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			resp.Body.Close()
		}
	}()
	if resp.StatusCode == http.StatusNoContent {
		return nil, errNoContent
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("get %s: %s", req.URL, resp.Status)
	}
	return resp.Body, nil
}

// Exists asks again after an error; only a response that came without an error has a body to close.
func Exists(client *http.Client, url string) (bool, error) {
	var resp *http.Response
	var err error
	for attempt := 0; attempt < 3; attempt++ {
		resp, err = client.Head(url)
		if err == nil {
			break
		}
	}
	if err != nil {
		return false, err
	}
	quietly.Close(resp.Body)
	return resp.StatusCode == http.StatusOK, nil
}

// Save copies into a file, and gives the body back in a function of its own.
func Save(url, name string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	cleanup := func() {
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	defer cleanup()
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(file, resp.Body)
	return err
}
