// Package claim lets one process at a time into a directory.
package claim

import (
	"os"
	"path/filepath"

	"github.com/prometheus/prometheus/tsdb/fileutil"
	"github.com/rogpeppe/go-internal/lockedfile"
	etcdutil "go.etcd.io/etcd/client/pkg/v3/fileutil"
)

// Compact lets others in again whatever happens.
func Compact(dir string, compact func([]os.DirEntry) error) error {
	lock, err := etcdutil.TryLockFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer lock.Close()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	return compact(entries)
}

// Count gives another lock back on both ways out.
func Count(dir string) (int, error) {
	lock, _, err := fileutil.Flock(filepath.Join(dir, "lock"))
	if err != nil {
		return 0, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		lock.Release()
		return 0, err
	}
	return len(entries), lock.Release()
}

// Read calls what it was given.
func Read(name string) ([]byte, error) {
	unlock, err := lockedfile.MutexAt(name + ".lock").Lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	return os.ReadFile(name)
}

// Held is kept for as long as the directory is in use.
type Held struct {
	lock *etcdutil.LockedFile
}

// Hold hands the lock to its caller.
func Hold(dir string) (*Held, error) {
	lock, err := etcdutil.LockFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	return &Held{lock: lock}, nil
}

// Close lets others in.
func (h *Held) Close() error {
	return h.lock.Close()
}
