package clientv3

import (
	"context"
	"io"
)

func New(cfg Config) (*Client, error)

func NewCtxClient(ctx context.Context) *Client

func NewFromURL(url string) (*Client, error)

func NewFromURLs(urls []string) (*Client, error)

//hindsight:carries c
func NewKV(c *Client) KV

//hindsight:carries c
func NewLease(c *Client) Lease

//hindsight:carries c
func NewMaintenance(c *Client) Maintenance

//hindsight:carries c
func NewWatcher(c *Client) Watcher

func WithLease(leaseID LeaseID) OpOption

func WithPrefix() OpOption

func WithRev(rev int64) OpOption

type Client struct {
	KV
	Lease
	Watcher
	Maintenance
}

func (c *Client) Close() error

func (c *Client) Ctx() context.Context

func (c *Client) Endpoints() []string

func (c *Client) SetEndpoints(eps ...string)

func (c *Client) Sync(ctx context.Context) error

type Config struct{}

type KV interface {
	Put(ctx context.Context, key, val string, opts ...OpOption) (any, error)
	Get(ctx context.Context, key string, opts ...OpOption) (any, error)
	Delete(ctx context.Context, key string, opts ...OpOption) (any, error)
	Txn(ctx context.Context) any
}

type Lease interface {
	Grant(ctx context.Context, ttl int64) (any, error)
	Revoke(ctx context.Context, id LeaseID) (any, error)
	KeepAlive(ctx context.Context, id LeaseID) (<-chan any, error)
}

type LeaseID int64

type Maintenance interface {
	Snapshot(ctx context.Context) (io.ReadCloser, error)
	Status(ctx context.Context, endpoint string) (any, error)
}

type OpOption func()

type WatchChan <-chan any

type Watcher interface {
	Watch(ctx context.Context, key string, opts ...OpOption) WatchChan
	RequestProgress(ctx context.Context) error
}
