package nl

import "github.com/vishvananda/netns"

func GetNetlinkSocketAt(newNs, curNs netns.NsHandle, protocol int) (*NetlinkSocket, error)

func NewNetlinkRequest(proto, flags int) *NetlinkRequest

func ParseRouteAttr(b []byte) ([]any, error)

func Subscribe(protocol int, groups ...uint) (*NetlinkSocket, error)

func SubscribeAt(newNs, curNs netns.NsHandle, protocol int, groups ...uint) (*NetlinkSocket, error)

type NetlinkRequest struct{}

func (req *NetlinkRequest) AddData(data any)

func (req *NetlinkRequest) Execute(sockType int, resType uint16) ([][]byte, error)

type NetlinkSocket struct{}

func (s *NetlinkSocket) Close()

func (s *NetlinkSocket) GetFd() int

func (s *NetlinkSocket) GetPid() (uint32, error)

func (s *NetlinkSocket) Receive() ([]any, any, error)

func (s *NetlinkSocket) Send(request *NetlinkRequest) error
