package fiber

type Ctx struct{}

//hindsight:concurrent
type Handler func(*Ctx) error
