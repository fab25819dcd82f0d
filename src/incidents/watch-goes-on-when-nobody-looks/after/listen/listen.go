// Package listen ends its watches in the ways that are right: none of this deserves a comment.
package listen

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
)

// Listener keeps its watch until it is closed.
type Listener struct {
	watch watch.Interface
}

// Open stores the watch.
func Open(ctx context.Context, objects dynamic.ResourceInterface) (*Listener, error) {
	w, err := objects.Watch(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	return &Listener{watch: w}, nil
}

// Close stops it.
func (l *Listener) Close() {
	l.watch.Stop()
}

// Filtered hands the watch on inside another one, which stops it.
func Filtered(ctx context.Context, objects dynamic.ResourceInterface, keep watch.FilterFunc) (watch.Interface, error) {
	w, err := objects.Watch(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	return watch.Filter(w, keep), nil
}

// Background gives the watch to the goroutine that stops it.
func Background(ctx context.Context, objects dynamic.ResourceInterface, tell func(watch.Event)) error {
	w, err := objects.Watch(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	go func() {
		defer w.Stop()
		for event := range w.ResultChan() {
			tell(event)
		}
	}()
	return nil
}
