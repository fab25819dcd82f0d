package dns

type Msg struct{}

type ResponseWriter interface{}

//hindsight:concurrent
type HandlerFunc func(ResponseWriter, *Msg)
