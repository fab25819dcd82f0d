module example.com/agent

go 1.21

require (
	k8s.io/apimachinery v0.28.4
	k8s.io/client-go v0.28.4
)
