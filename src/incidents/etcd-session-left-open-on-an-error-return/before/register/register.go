// Package register tells others in etcd that this process is there.
package register

import (
	"context"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/client/v3/concurrency"
)

// Session registers an address. When that fails, nobody closes the session: it renews its lease for as long as the process lives.
func Session(ctx context.Context, client *clientv3.Client, key, address string) (*concurrency.Session, error) {
	session, err := concurrency.NewSession(client, concurrency.WithTTL(60)) // want handle:"^session$" acquire:"concurrency\.NewSession" giveBack:"^session\.Close\(\)$" function:"^Session$"
	if err != nil {
		return nil, err
	}
	if _, err := client.Put(ctx, key, address, clientv3.WithLease(session.Lease())); err != nil {
		return nil, err
	}
	return session, nil
}
