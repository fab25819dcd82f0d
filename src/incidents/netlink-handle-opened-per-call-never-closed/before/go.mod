module example.com/agent

go 1.21

require github.com/vishvananda/netlink v1.3.1
