package admission

import "context"

type Request struct{}

type Response struct{}

//hindsight:concurrent
type Handler interface {
	Handle(context.Context, Request) Response
}
