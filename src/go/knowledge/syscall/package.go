package syscall

func Close(fd int) error

func Dup(oldfd int) (int, error)

func EpollCreate1(flag int) (fd int, err error)

//hindsight:exits
func Exit(code int)

func Fsync(fd int) error

func Ftruncate(fd int, length int64) error

func InotifyInit1(flags int) (fd int, err error)

func Open(path string, mode int, perm uint32) (fd int, err error)

func Pread(fd int, p []byte, offset int64) (n int, err error)

func Pwrite(fd int, p []byte, offset int64) (n int, err error)

func Read(fd int, p []byte) (n int, err error)

func Seek(fd int, offset int64, whence int) (off int64, err error)

func SetNonblock(fd int, nonblocking bool) error

func Socket(domain, typ, proto int) (fd int, err error)

func Write(fd int, p []byte) (n int, err error)
