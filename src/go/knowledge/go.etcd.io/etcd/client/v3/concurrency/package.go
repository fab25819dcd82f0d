package concurrency

import (
	"context"

	clientv3 "go.etcd.io/etcd/client/v3"
)

//hindsight:carries s
func NewElection(s *Session, pfx string) *Election

//hindsight:carries s
func NewLocker(s *Session, pfx string) any

//hindsight:carries s
func NewMutex(s *Session, pfx string) *Mutex

func NewSession(client *clientv3.Client, opts ...SessionOption) (*Session, error)

func WithContext(ctx context.Context) SessionOption

func WithLease(leaseID clientv3.LeaseID) SessionOption

func WithTTL(ttl int) SessionOption

type Election struct{}

func (e *Election) Campaign(ctx context.Context, val string) error

func (e *Election) Resign(ctx context.Context) error

type Mutex struct{}

func (m *Mutex) Lock(ctx context.Context) error

func (m *Mutex) TryLock(ctx context.Context) error

func (m *Mutex) Unlock(ctx context.Context) error

type Session struct{}

func (s *Session) Client() *clientv3.Client

func (s *Session) Close() error

func (s *Session) Done() <-chan struct{}

func (s *Session) Lease() clientv3.LeaseID

func (s *Session) Orphan()

type SessionOption func()
