package runtime

func GC()

func Gosched()

//hindsight:exits
func Goexit()

func KeepAlive(x any)

//hindsight:keeps obj
func SetFinalizer(obj any, finalizer any)

//hindsight:keeps ptr
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup

type Cleanup struct{}

func LockOSThread()

func NumCPU() int

func NumGoroutine() int

func UnlockOSThread()
