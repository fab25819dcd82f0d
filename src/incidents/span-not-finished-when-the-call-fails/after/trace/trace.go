// Package trace finishes its spans in the ways that are right: none of this deserves a comment.
package trace

import (
	"context"

	"github.com/opentracing/opentracing-go"
	"go.opentelemetry.io/otel"
	oteltrace "go.opentelemetry.io/otel/trace"
)

// Do finishes the span whatever the work says.
func Do(ctx context.Context, name string, work func(context.Context) error) error {
	span, ctx := opentracing.StartSpanFromContext(ctx, name)
	defer span.Finish()
	return work(ctx)
}

// Optional starts a span only where there is one to be the parent of.
func Optional(ctx context.Context, work func() error) error {
	parent := opentracing.SpanFromContext(ctx)
	var child opentracing.Span
	if parent != nil {
		child = parent.Tracer().StartSpan("work", opentracing.ChildOf(parent.Context()))
	}
	err := work()
	if child != nil {
		child.Finish()
	}
	return err
}

// Start hands the span to its caller.
func Start(ctx context.Context) (context.Context, oteltrace.Span) {
	return otel.Tracer("agent").Start(ctx, "start")
}

// Traced ends the span in a deferred function that looks at the error.
func Traced(ctx context.Context, work func(context.Context) error) (err error) {
	ctx, span := otel.Tracer("agent").Start(ctx, "work")
	defer func() {
		if err != nil {
			span.RecordError(err)
		}
		span.End()
	}()
	return work(ctx)
}
