package run

type Group struct{}

//hindsight:starts execute
//hindsight:starts interrupt
func (g *Group) Add(execute func() error, interrupt func(error))

func (g *Group) Run() error
