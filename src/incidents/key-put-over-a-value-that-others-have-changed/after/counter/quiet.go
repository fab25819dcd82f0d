package counter

import (
	"context"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// Announce writes what it was told, and reads only to spare a write.
func Announce(ctx context.Context, kv clientv3.KV, key, value string) error {
	found, err := kv.Get(ctx, key)
	if err != nil {
		return err
	}
	if len(found.Kvs) > 0 && string(found.Kvs[0].Value) == value {
		return nil
	}
	_, err = kv.Put(ctx, key, value)
	return err
}

// Copy writes under another key than it has read.
func Copy(ctx context.Context, kv clientv3.KV, from, to string) error {
	found, err := kv.Get(ctx, from)
	if err != nil || len(found.Kvs) == 0 {
		return err
	}
	_, err = kv.Put(ctx, to, string(found.Kvs[0].Value))
	return err
}
