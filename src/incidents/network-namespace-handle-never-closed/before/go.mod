module example.com/agent

go 1.21

require (
	github.com/containernetworking/plugins v1.4.1
	github.com/vishvananda/netlink v1.3.1
	github.com/vishvananda/netns v0.0.5
)
