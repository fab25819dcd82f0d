module example.com/network

go 1.22

require k8s.io/client-go v0.31.0
