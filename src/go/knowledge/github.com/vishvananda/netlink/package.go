package netlink

import (
	"time"

	"github.com/vishvananda/netns"
)

func AddrAdd(link Link, addr *Addr) error

func (h *Handle) AddrAdd(link Link, addr *Addr) error

func AddrDel(link Link, addr *Addr) error

func (h *Handle) AddrDel(link Link, addr *Addr) error

func AddrList(link Link, family int) ([]Addr, error)

func (h *Handle) AddrList(link Link, family int) ([]Addr, error)

func AddrReplace(link Link, addr *Addr) error

func (h *Handle) AddrReplace(link Link, addr *Addr) error

func BridgeVlanAdd(link Link, vid uint16, pvid, untagged, self, master bool) error

func (h *Handle) BridgeVlanAdd(link Link, vid uint16, pvid, untagged, self, master bool) error

func ConntrackDeleteFilter(table ConntrackTableType, family InetFamily, filter CustomConntrackFilter) (uint, error)

func (h *Handle) ConntrackDeleteFilter(table ConntrackTableType, family InetFamily, filter CustomConntrackFilter) (uint, error)

func ConntrackTableList(table ConntrackTableType, family InetFamily) ([]*ConntrackFlow, error)

func (h *Handle) ConntrackTableList(table ConntrackTableType, family InetFamily) ([]*ConntrackFlow, error)

func FilterAdd(filter Filter) error

func (h *Handle) FilterAdd(filter Filter) error

func FilterDel(filter Filter) error

func (h *Handle) FilterDel(filter Filter) error

func FilterList(link Link, parent uint32) ([]Filter, error)

func (h *Handle) FilterList(link Link, parent uint32) ([]Filter, error)

func LinkAdd(link Link) error

func (h *Handle) LinkAdd(link Link) error

func LinkByIndex(index int) (Link, error)

func (h *Handle) LinkByIndex(index int) (Link, error)

func LinkByName(name string) (Link, error)

func (h *Handle) LinkByName(name string) (Link, error)

func LinkDel(link Link) error

func (h *Handle) LinkDel(link Link) error

func LinkList() ([]Link, error)

func (h *Handle) LinkList() ([]Link, error)

func LinkModify(link Link) error

func (h *Handle) LinkModify(link Link) error

func LinkSetDown(link Link) error

func (h *Handle) LinkSetDown(link Link) error

func LinkSetHardwareAddr(link Link, hwaddr any) error

func (h *Handle) LinkSetHardwareAddr(link Link, hwaddr any) error

func LinkSetMTU(link Link, mtu int) error

func (h *Handle) LinkSetMTU(link Link, mtu int) error

func LinkSetMaster(link Link, master Link) error

func (h *Handle) LinkSetMaster(link Link, master Link) error

func LinkSetName(link Link, name string) error

func (h *Handle) LinkSetName(link Link, name string) error

func LinkSetNoMaster(link Link) error

func (h *Handle) LinkSetNoMaster(link Link) error

func LinkSetNsFd(link Link, fd int) error

func (h *Handle) LinkSetNsFd(link Link, fd int) error

func LinkSetNsPid(link Link, nspid int) error

func (h *Handle) LinkSetNsPid(link Link, nspid int) error

func LinkSetUp(link Link) error

func (h *Handle) LinkSetUp(link Link) error

func NeighAdd(neigh *Neigh) error

func (h *Handle) NeighAdd(neigh *Neigh) error

func NeighDel(neigh *Neigh) error

func (h *Handle) NeighDel(neigh *Neigh) error

func NeighList(linkIndex, family int) ([]Neigh, error)

func (h *Handle) NeighList(linkIndex, family int) ([]Neigh, error)

func NeighSet(neigh *Neigh) error

func (h *Handle) NeighSet(neigh *Neigh) error

func QdiscAdd(qdisc Qdisc) error

func (h *Handle) QdiscAdd(qdisc Qdisc) error

func QdiscDel(qdisc Qdisc) error

func (h *Handle) QdiscDel(qdisc Qdisc) error

func QdiscList(link Link) ([]Qdisc, error)

func (h *Handle) QdiscList(link Link) ([]Qdisc, error)

func RouteAdd(route *Route) error

func (h *Handle) RouteAdd(route *Route) error

func RouteDel(route *Route) error

func (h *Handle) RouteDel(route *Route) error

func RouteGet(destination any) ([]Route, error)

func (h *Handle) RouteGet(destination any) ([]Route, error)

func RouteList(link Link, family int) ([]Route, error)

func (h *Handle) RouteList(link Link, family int) ([]Route, error)

func RouteListFiltered(family int, filter *Route, filterMask uint64) ([]Route, error)

func (h *Handle) RouteListFiltered(family int, filter *Route, filterMask uint64) ([]Route, error)

func RouteReplace(route *Route) error

func (h *Handle) RouteReplace(route *Route) error

func RuleAdd(rule *Rule) error

func (h *Handle) RuleAdd(rule *Rule) error

func RuleDel(rule *Rule) error

func (h *Handle) RuleDel(rule *Rule) error

func RuleList(family int) ([]Rule, error)

func (h *Handle) RuleList(family int) ([]Rule, error)

func XfrmPolicyAdd(policy *XfrmPolicy) error

func (h *Handle) XfrmPolicyAdd(policy *XfrmPolicy) error

func XfrmPolicyDel(policy *XfrmPolicy) error

func (h *Handle) XfrmPolicyDel(policy *XfrmPolicy) error

func XfrmPolicyList(family int) ([]XfrmPolicy, error)

func (h *Handle) XfrmPolicyList(family int) ([]XfrmPolicy, error)

func XfrmStateAdd(state *XfrmState) error

func (h *Handle) XfrmStateAdd(state *XfrmState) error

func XfrmStateDel(state *XfrmState) error

func (h *Handle) XfrmStateDel(state *XfrmState) error

func XfrmStateList(family int) ([]XfrmState, error)

func (h *Handle) XfrmStateList(family int) ([]XfrmState, error)

func NewHandle(nlFamilies ...int) (*Handle, error)

func NewHandleAt(ns netns.NsHandle, nlFamilies ...int) (*Handle, error)

func NewHandleAtFrom(newNs, curNs netns.NsHandle) (*Handle, error)

func (h *Handle) Close()

func (h *Handle) Delete()

func (h *Handle) SetSocketReceiveBufferSize(size int, force bool) error

func (h *Handle) SetSocketTimeout(to time.Duration) error

func (h *Handle) SetStrictCheck(state bool) error

func (h *Handle) SupportsNetlinkFamily(nlFamily int) bool

type Addr struct{}

type ConntrackFlow struct{}

type Handle struct{}

type LinkAttrs struct{}

type Neigh struct{}

type Route struct{}

type Rule struct{}

type XfrmPolicy struct{}

type XfrmState struct{}

type ConntrackTableType uint8

type InetFamily uint8

type CustomConntrackFilter interface{}

type Filter interface{}

type Qdisc interface{}

type Link interface {
	Attrs() *LinkAttrs
	Type() string
}
