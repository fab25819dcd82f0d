package counter

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	clientv3 "go.etcd.io/etcd/client/v3"
)

type Counter struct {
	client *clientv3.Client
	key    string
}

var errChanged = errors.New("changed by others")

// Raise adds one to the number under the key.
func (c *Counter) Raise(ctx context.Context) error {
	found, err := c.client.Get(ctx, c.key)
	if err != nil {
		return err
	}
	number, revision := 0, int64(0)
	if len(found.Kvs) > 0 {
		revision = found.Kvs[0].ModRevision
		number, err = strconv.Atoi(string(found.Kvs[0].Value))
		if err != nil {
			return err
		}
	}
	same := clientv3.Compare(clientv3.ModRevision(c.key), "=", revision)
	done, err := c.client.Txn(ctx).If(same).Then(clientv3.OpPut(c.key, strconv.Itoa(number+1))).Commit()
	if err == nil && !done.Succeeded {
		return errChanged
	}
	return err
}

type Members struct{ Names []string }

// Join adds a name to the list under the key.
func Join(ctx context.Context, kv clientv3.KV, key, name string) error {
	found, err := kv.Get(ctx, key)
	if err != nil {
		return err
	}
	var members Members
	if err := json.Unmarshal(found.Kvs[0].Value, &members); err != nil {
		return err
	}
	members.Names = append(members.Names, name)
	text, err := json.Marshal(members)
	if err != nil {
		return err
	}
	same := clientv3.Compare(clientv3.ModRevision(key), "=", found.Kvs[0].ModRevision)
	done, err := kv.Txn(ctx).If(same).Then(clientv3.OpPut(key, string(text))).Commit()
	if err == nil && !done.Succeeded {
		return errChanged
	}
	return err
}
