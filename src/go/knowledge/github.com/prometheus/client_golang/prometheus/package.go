package prometheus

type Desc struct{}

type Metric interface{}

//hindsight:concurrent
type Collector interface {
	Describe(chan<- *Desc)
	Collect(chan<- Metric)
}
