package gin

type Context struct{}

//hindsight:concurrent
type HandlerFunc func(*Context)
