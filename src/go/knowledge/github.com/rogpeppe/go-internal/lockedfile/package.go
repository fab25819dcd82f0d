package lockedfile

func MutexAt(path string) *Mutex

type Mutex struct {
	Path string
}

func (mu *Mutex) Lock() (unlock func(), err error)
