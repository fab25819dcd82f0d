package conc

func NewWaitGroup() *WaitGroup

type WaitGroup struct{}

//hindsight:starts f
func (h *WaitGroup) Go(f func())

func (h *WaitGroup) Wait()
