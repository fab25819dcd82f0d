package restful

type Request struct{}

type Response struct{}

//hindsight:concurrent
type RouteFunction func(*Request, *Response)
