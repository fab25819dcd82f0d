package counter

import (
	"context"
	"encoding/json"
	"strconv"

	clientv3 "go.etcd.io/etcd/client/v3"
)

type Counter struct {
	client *clientv3.Client
	key    string
}

// Raise adds one to the number under the key.
func (c *Counter) Raise(ctx context.Context) error {
	found, err := c.client.Get(ctx, c.key)
	if err != nil {
		return err
	}
	number := 0
	if len(found.Kvs) > 0 {
		number, err = strconv.Atoi(string(found.Kvs[0].Value))
		if err != nil {
			return err
		}
	}
	_, err = c.client.Put(ctx, c.key, strconv.Itoa(number+1)) // want state:"^c\.key$" write:"Put$" guard:"Get$"
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
	_, err = kv.Txn(ctx).Then(clientv3.OpPut(key, string(text))).Commit() // want state:"^key$" write:"OpPut$"
	return err
}
