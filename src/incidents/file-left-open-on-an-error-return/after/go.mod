module example.com/agent

go 1.21

require (
	github.com/prometheus/prometheus v0.54.1
	github.com/rogpeppe/go-internal v1.13.1
	go.etcd.io/etcd/client/pkg/v3 v3.5.16
)
