package dynamic

import (
	"context"

	"k8s.io/apimachinery/pkg/watch"
)

type Interface interface {
	Resource(resource any) NamespaceableResourceInterface
}

type NamespaceableResourceInterface interface {
	Namespace(namespace string) ResourceInterface
	ResourceInterface
}

type ResourceInterface interface {
	Get(ctx context.Context, name string, options any, subresources ...string) (any, error)
	List(ctx context.Context, opts any) (any, error)
	Watch(ctx context.Context, opts any) (watch.Interface, error)
}
