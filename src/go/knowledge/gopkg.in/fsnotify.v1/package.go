package fsnotify

func NewBufferedWatcher(sz uint) (*Watcher, error)

func NewWatcher() (*Watcher, error)

type Event struct {
	Name string
	Op   Op
}

type Op uint32

type Watcher struct {
	Events chan Event
	Errors chan error
}

func (w *Watcher) Add(path string) error

func (w *Watcher) Close() error

func (w *Watcher) Remove(path string) error

func (w *Watcher) WatchList() []string
