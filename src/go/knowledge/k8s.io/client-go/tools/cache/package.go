package cache

import (
	"k8s.io/apimachinery/pkg/watch"
)

type ListerWatcher interface {
	List(options any) (any, error)
	Watch(options any) (watch.Interface, error)
}

type Watcher interface {
	Watch(options any) (watch.Interface, error)
}

func WaitForCacheSync(stopCh <-chan struct{}, cacheSyncs ...any) bool
