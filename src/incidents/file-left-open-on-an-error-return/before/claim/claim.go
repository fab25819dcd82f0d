// Package claim lets one process at a time into a directory.
package claim

import (
	"os"
	"path/filepath"

	"github.com/prometheus/prometheus/tsdb/fileutil"
	"github.com/rogpeppe/go-internal/lockedfile"
	etcdutil "go.etcd.io/etcd/client/pkg/v3/fileutil"
)

// Compact leaves the directory locked when it cannot be read: nobody comes in until this process ends.
func Compact(dir string, compact func([]os.DirEntry) error) error {
	lock, err := etcdutil.TryLockFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600) // want handle:"^lock$" giveBack:"^lock\.Close\(\)$" function:"^Compact$"
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	return compact(entries)
}

// Count does the same with another lock.
func Count(dir string) (int, error) {
	lock, _, err := fileutil.Flock(filepath.Join(dir, "lock")) // want handle:"^lock$" giveBack:"^lock\.Release\(\)$" function:"^Count$"
	if err != nil {
		return 0, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	return len(entries), lock.Release()
}

// Read has to call what it was given.
func Read(name string) ([]byte, error) {
	unlock, err := lockedfile.MutexAt(name + ".lock").Lock() // want handle:"^unlock$" giveBack:"^unlock\(\)$" function:"^Read$"
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	unlock()
	return content, nil
}
