package trace

import "context"

func ContextWithSpan(parent context.Context, span Span) context.Context

func SpanFromContext(ctx context.Context) Span

func WithAttributes(attributes ...any) any

func WithSpanKind(kind any) any

type Span interface {
	End(options ...any)
	AddEvent(name string, options ...any)
	IsRecording() bool
	RecordError(err error, options ...any)
	SpanContext() SpanContext
	SetStatus(code any, description string)
	SetName(name string)
	SetAttributes(kv ...any)
	TracerProvider() TracerProvider
}

type SpanContext struct{}

type Tracer interface {
	Start(ctx context.Context, spanName string, opts ...any) (context.Context, Span)
}

type TracerProvider interface {
	Tracer(name string, options ...any) Tracer
}
