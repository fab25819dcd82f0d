package wait

type Group struct{}

//hindsight:starts f
func (g *Group) Start(f func())

//hindsight:starts f
func (g *Group) StartWithChannel(stopCh <-chan struct{}, f func(stopCh <-chan struct{}))

func (g *Group) Wait()
