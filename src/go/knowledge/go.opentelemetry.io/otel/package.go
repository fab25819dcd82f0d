package otel

import "go.opentelemetry.io/otel/trace"

func GetTracerProvider() trace.TracerProvider

func Tracer(name string, opts ...any) trace.Tracer
