// Each controller has workers of its own: https://pkg.go.dev/sigs.k8s.io/controller-runtime/pkg/controller
//
//hindsight:concurrent
package controllerruntime

import "context"

type Request struct{}

type Result struct{}

//hindsight:alongside
type Reconciler interface {
	Reconcile(context.Context, Request) (Result, error)
}

// Until version 0.7.
//
//hindsight:alongside
type reconcilerWithoutContext interface {
	Reconcile(Request) (Result, error)
}
