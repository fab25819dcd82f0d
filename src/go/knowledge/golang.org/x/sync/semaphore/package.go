package semaphore

import "context"

func NewWeighted(n int64) *Weighted

type Weighted struct{}

func (s *Weighted) Acquire(ctx context.Context, n int64) error

func (s *Weighted) Release(n int64)

func (s *Weighted) TryAcquire(n int64) bool
