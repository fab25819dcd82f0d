package images

import "sync"

// Filled before main runs, and only read after that.
var defaults = map[string]string{"gateway": "gateway:1"}

func init() {
	defaults["agent"] = "agent:1"
}

// DefaultFor only reads.
func DefaultFor(component string) string {
	return defaults[component]
}

var drivers = map[string]func() error{}

// RegisterDriver is called from init functions.
func RegisterDriver(name string, start func() error) {
	if _, ok := drivers[name]; ok {
		panic("registered twice: " + name)
	}
	drivers[name] = start
}

var (
	sizesLock sync.Mutex
	sizes     = map[string]int{}
)

// SizeOf computes a size once, under a lock.
func SizeOf(path string) int {
	sizesLock.Lock()
	defer sizesLock.Unlock()
	if size, ok := sizes[path]; ok {
		return size
	}
	sizes[path] = len(path)
	return sizes[path]
}

// Merge writes a map of its own.
func Merge(all []map[string]string) map[string]string {
	merged := make(map[string]string)
	for _, each := range all {
		for component, path := range each {
			merged[component] = path
		}
	}
	return merged
}

// CountAll has a goroutine for each path, and a lock around the map they share.
func CountAll(paths []string) map[string]int {
	counts := make(map[string]int)
	var lock sync.Mutex
	var group sync.WaitGroup
	for _, path := range paths {
		group.Add(1)
		go func() {
			defer group.Done()
			lock.Lock()
			defer lock.Unlock()
			counts[path] = len(path)
		}()
	}
	group.Wait()
	return counts
}
