package testutils

import "github.com/containernetworking/plugins/pkg/ns"

func NewNS() (ns.NetNS, error)

func UnmountNS(ns ns.NetNS) error
