package netns

type NsHandle int

func (ns *NsHandle) Close() error

func (ns NsHandle) Equal(other NsHandle) bool

func (ns NsHandle) IsOpen() bool

func (ns NsHandle) String() string

func (ns NsHandle) UniqueId() string

func DeleteNamed(name string) error

func Get() (NsHandle, error)

func GetFromDocker(id string) (NsHandle, error)

func GetFromName(name string) (NsHandle, error)

func GetFromPath(path string) (NsHandle, error)

func GetFromPid(pid int) (NsHandle, error)

func GetFromThread(pid, tid int) (NsHandle, error)

func New() (NsHandle, error)

func NewNamed(name string) (NsHandle, error)

func None() NsHandle

func Set(ns NsHandle) error

func Setns(ns NsHandle, nstype int) error
