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

//hindsight:alongside
type ResourceEventHandlerFuncs struct {
	AddFunc    func(obj any)
	DeleteFunc func(obj any)
	UpdateFunc func(oldObj, newObj any)
}
