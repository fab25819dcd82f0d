package echo

type Context interface{}

//hindsight:concurrent
type HandlerFunc func(c Context) error
