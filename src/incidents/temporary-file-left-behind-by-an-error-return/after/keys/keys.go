// Package keys gives git the private key of a repository.
package keys

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
)

// keyFile is the path of a file with a private key.
type keyFile string

// Close removes the file.
func (f keyFile) Close() error {
	return os.Remove(string(f))
}

// Credentials are those of a repository.
type Credentials struct {
	key   string
	proxy string
}

// Environ writes the key to a file. Who closes what it returns removes the file.
func (c Credentials) Environ() (io.Closer, []string, error) {
	file, err := os.CreateTemp("", "key")
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	closer := keyFile(file.Name())
	args := []string{"ssh", "-i", file.Name()}
	if c.proxy != "" {
		proxy, err := url.Parse(c.proxy)
		if err != nil {
			closer.Close()
			return nil, nil, fmt.Errorf("proxy %q: %w", c.proxy, err)
		}
		args = append(args, "-o", "ProxyCommand=connect "+proxy.Host)
	}
	return closer, []string{"GIT_SSH_COMMAND=" + strings.Join(args, " ")}, nil
}
