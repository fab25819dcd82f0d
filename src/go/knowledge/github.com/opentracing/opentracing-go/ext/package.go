package ext

import (
	opentracing "github.com/opentracing/opentracing-go"
)

func LogError(span opentracing.Span, err error, fields ...any)
