package list

func (e *Element) Next() *Element

func (e *Element) Prev() *Element

func (l *List) Back() *Element

func (l *List) Front() *Element

func (l *List) Init() *List

//hindsight:keeps v
func (l *List) InsertAfter(v any, mark *Element) *Element

//hindsight:keeps v
func (l *List) InsertBefore(v any, mark *Element) *Element

func (l *List) Len() int

func (l *List) MoveAfter(e, mark *Element)

func (l *List) MoveBefore(e, mark *Element)

func (l *List) MoveToBack(e *Element)

func (l *List) MoveToFront(e *Element)

//hindsight:keeps v
func (l *List) PushBack(v any) *Element

func (l *List) PushBackList(other *List)

//hindsight:keeps v
func (l *List) PushFront(v any) *Element

func (l *List) PushFrontList(other *List)

func (l *List) Remove(e *Element) any

func New() *List

type Element struct {
	Value any
}

type List struct {
}
