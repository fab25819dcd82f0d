package watch

//hindsight:carries w
func Filter(w Interface, f FilterFunc) Interface

func NewBroadcaster(queueLength int, fullChannelBehavior FullChannelBehavior) *Broadcaster

func NewFake() *FakeWatcher

func NewRaceFreeFake() *RaceFreeFakeWatcher

//hindsight:carries d
func NewStreamWatcher(d Decoder, r Reporter) *StreamWatcher

type Broadcaster struct{}

func (m *Broadcaster) Shutdown()

func (m *Broadcaster) Watch() (Interface, error)

type Decoder interface {
	Decode() (action EventType, object any, err error)
	Close()
}

type Event struct {
	Type   EventType
	Object any
}

type EventType string

type FakeWatcher struct{}

func (f *FakeWatcher) ResultChan() <-chan Event

func (f *FakeWatcher) Stop()

type FilterFunc func(in Event) (out Event, keep bool)

type FullChannelBehavior int

type Interface interface {
	Stop()
	ResultChan() <-chan Event
}

type RaceFreeFakeWatcher struct{}

func (f *RaceFreeFakeWatcher) ResultChan() <-chan Event

func (f *RaceFreeFakeWatcher) Stop()

type Reporter interface {
	AsObject(err error) any
}

type StreamWatcher struct{}

func (sw *StreamWatcher) ResultChan() <-chan Event

func (sw *StreamWatcher) Stop()
