package fasthttp

type RequestCtx struct{}

//hindsight:concurrent
type RequestHandler func(ctx *RequestCtx)
