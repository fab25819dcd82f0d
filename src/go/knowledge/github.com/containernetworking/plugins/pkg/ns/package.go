package ns

func GetCurrentNS() (NetNS, error)

func GetNS(nspath string) (NetNS, error)

func IsNSorErr(nspath string) error

func TempNetNS() (NetNS, error)

func WithNetNSPath(nspath string, toRun func(NetNS) error) error

type NetNS interface {
	Do(toRun func(NetNS) error) error
	Set() error
	Path() string
	Fd() uintptr
	Close() error
}
