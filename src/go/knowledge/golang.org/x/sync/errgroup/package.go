package errgroup

import "context"

func WithContext(ctx context.Context) (*Group, context.Context)

type Group struct{}

//hindsight:starts f
func (g *Group) Go(f func() error)

//hindsight:limits n
func (g *Group) SetLimit(n int)

//hindsight:starts f
func (g *Group) TryGo(f func() error) bool

func (g *Group) Wait() error
