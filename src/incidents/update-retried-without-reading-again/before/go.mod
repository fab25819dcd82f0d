module example.com/controller

go 1.21

require k8s.io/client-go v0.30.0
