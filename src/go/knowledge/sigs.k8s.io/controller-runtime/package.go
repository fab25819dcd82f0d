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
