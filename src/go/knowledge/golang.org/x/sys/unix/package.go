package unix

func Bind(fd int, sa Sockaddr) error

func Close(fd int) error

func CloseOnExec(fd int)

func Connect(fd int, sa Sockaddr) error

func Dup(oldfd int) (fd int, err error)

func EpollCreate1(flag int) (fd int, err error)

func EpollCtl(epfd int, op int, fd int, event *EpollEvent) error

func EpollWait(epfd int, events []EpollEvent, msec int) (n int, err error)

func Eventfd(initval uint, flags int) (fd int, err error)

//hindsight:exits
func Exit(code int)

func Fchdir(fd int) error

func Fchmod(fd int, mode uint32) error

func FcntlInt(fd uintptr, cmd, arg int) (int, error)

func Flock(fd int, how int) error

func Fstat(fd int, stat *Stat_t) error

func Fstatat(dirfd int, path string, stat *Stat_t, flags int) error

func Fstatfs(fd int, buf *Statfs_t) error

func Fsync(fd int) error

func Ftruncate(fd int, length int64) error

func InotifyAddWatch(fd int, pathname string, mask uint32) (watchdesc int, err error)

func InotifyInit() (fd int, err error)

func InotifyInit1(flags int) (fd int, err error)

func Listen(s int, n int) error

func MemfdCreate(name string, flags int) (fd int, err error)

func MountSetattr(dirfd int, pathname string, flags uint, attr *MountAttr) error

func MoveMount(fromDirfd int, fromPathName string, toDirfd int, toPathName string, flags int) error

func Open(path string, mode int, perm uint32) (fd int, err error)

func OpenTree(dfd int, fileName string, flags uint) (r int, err error)

func Openat(dirfd int, path string, flags int, mode uint32) (fd int, err error)

func Openat2(dirfd int, path string, how *OpenHow) (fd int, err error)

func PidfdGetfd(pidfd int, targetfd int, flags int) (fd int, err error)

func PidfdOpen(pid int, flags int) (fd int, err error)

func PidfdSendSignal(pidfd int, sig Signal, info *Siginfo, flags int) error

func Poll(fds []PollFd, timeout int) (n int, err error)

func Pread(fd int, p []byte, offset int64) (n int, err error)

func Pwrite(fd int, p []byte, offset int64) (n int, err error)

func Read(fd int, p []byte) (n int, err error)

func Readlinkat(dirfd int, path string, buf []byte) (n int, err error)

func Seek(fd int, offset int64, whence int) (off int64, err error)

func Sendto(fd int, p []byte, flags int, to Sockaddr) error

func SetNonblock(fd int, nonblocking bool) error

func Setns(fd int, nstype int) error

func SetsockoptInt(fd, level, opt int, value int) error

func Socket(domain, typ, proto int) (fd int, err error)

func TimerfdCreate(clockid int, flags int) (fd int, err error)

func Write(fd int, p []byte) (n int, err error)

type EpollEvent struct{}

type MountAttr struct{}

type OpenHow struct{}

type PollFd struct{}

type Siginfo struct{}

type Signal int

type Sockaddr interface{}

type Stat_t struct{}

type Statfs_t struct{}
