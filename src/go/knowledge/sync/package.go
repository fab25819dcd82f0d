//hindsight:safe
package sync

func (c *Cond) Broadcast()

func (c *Cond) Signal()

func (c *Cond) Wait()

func (m *Map) Clear()

func (m *Map) CompareAndDelete(key, old any) (deleted bool)

//hindsight:keeps new
func (m *Map) CompareAndSwap(key, old, new any) (swapped bool)

func (m *Map) Delete(key any)

func (m *Map) Load(key any) (value any, ok bool)

func (m *Map) LoadAndDelete(key any) (value any, loaded bool)

//hindsight:keeps value
func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool)

func (m *Map) Range(f func(key, value any) bool)

//hindsight:keeps value
func (m *Map) Store(key, value any)

//hindsight:keeps value
func (m *Map) Swap(key, value any) (previous any, loaded bool)

func (m *Mutex) Lock()

func (m *Mutex) TryLock() bool

func (m *Mutex) Unlock()

//hindsight:once f
func (o *Once) Do(f func())

func (p *Pool) Get() any

//hindsight:keeps x
func (p *Pool) Put(x any)

func (rw *RWMutex) Lock()

func (rw *RWMutex) RLock()

func (rw *RWMutex) RLocker() Locker

func (rw *RWMutex) RUnlock()

func (rw *RWMutex) TryLock() bool

func (rw *RWMutex) TryRLock() bool

func (rw *RWMutex) Unlock()

func (wg *WaitGroup) Add(delta int)

func (wg *WaitGroup) Done()

//hindsight:starts f
func (wg *WaitGroup) Go(f func())

func (wg *WaitGroup) Wait()

func NewCond(l Locker) *Cond

//hindsight:once f
func OnceFunc(f func()) func()

//hindsight:once f
func OnceValue[T any](f func() T) func() T

//hindsight:once f
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2)

type Cond struct {
	L Locker
}

type Locker interface {
	Lock()
	Unlock()
}

type Map struct {
}

type Mutex struct {
}

type Once struct {
}

type Pool struct {
	New func() any
}

type RWMutex struct {
}

type WaitGroup struct {
}
