package opentracing

import "context"

func ChildOf(sc SpanContext) StartSpanOption

func ContextWithSpan(ctx context.Context, span Span) context.Context

func FollowsFrom(sc SpanContext) StartSpanOption

func GlobalTracer() Tracer

func SpanFromContext(ctx context.Context) Span

func StartSpan(operationName string, opts ...StartSpanOption) Span

func StartSpanFromContext(ctx context.Context, operationName string, opts ...StartSpanOption) (Span, context.Context)

func StartSpanFromContextWithTracer(ctx context.Context, tracer Tracer, operationName string, opts ...StartSpanOption) (Span, context.Context)

type FinishOptions struct{}

type Span interface {
	Finish()
	FinishWithOptions(opts FinishOptions)
	Context() SpanContext
	SetOperationName(operationName string) Span
	SetTag(key string, value any) Span
	LogFields(fields ...any)
	LogKV(alternatingKeyValues ...any)
	SetBaggageItem(restrictedKey, value string) Span
	BaggageItem(restrictedKey string) string
	Tracer() Tracer
}

type SpanContext interface{}

type StartSpanOption interface{}

type Tracer interface {
	StartSpan(operationName string, opts ...StartSpanOption) Span
	Inject(sm SpanContext, format any, carrier any) error
	Extract(format any, carrier any) (SpanContext, error)
}
