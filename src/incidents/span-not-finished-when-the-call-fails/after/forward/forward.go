// Package forward asks one upstream after the other.
package forward

import (
	"context"
	"errors"

	"github.com/opentracing/opentracing-go"
)

var errNoAnswer = errors.New("no answer")

// Upstream answers questions.
type Upstream func(ctx context.Context, question string) (string, error)

// Ask traces every attempt. The span of an attempt that fails is never finished: just those that somebody will look for.
func Ask(ctx context.Context, upstreams []Upstream, question string) (string, error) {
	for _, upstream := range upstreams {
		child := opentracing.StartSpan("query")
		answer, err := upstream(opentracing.ContextWithSpan(ctx, child), question)
		child.Finish()
		if err != nil {
			continue
		}
		return answer, nil
	}
	return "", errNoAnswer
}
