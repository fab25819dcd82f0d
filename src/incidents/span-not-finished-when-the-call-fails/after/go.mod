module example.com/agent

go 1.21

require (
	github.com/opentracing/opentracing-go v1.2.0
	go.opentelemetry.io/otel v1.19.0
	go.opentelemetry.io/otel/trace v1.19.0
)
