// Package metrics tells what was seen.
package metrics

import "github.com/prometheus/client_golang/prometheus"

// Seen counts names, one after the other, while others collect.
type Seen struct {
	counts map[string]int
	names  chan string
	metric func(name string, count int) prometheus.Metric
}

// Start counts until the channel is closed.
func (s *Seen) Start() {
	go s.count()
}

func (s *Seen) count() {
	for name := range s.names {
		s.counts[name]++ // want map:"^s\.counts$" function:"count" access:"write" root:"count"
	}
}

// Describe has nothing to say before.
func (s *Seen) Describe(chan<- *prometheus.Desc) {}

// Collect is called for each request of the monitoring.
func (s *Seen) Collect(out chan<- prometheus.Metric) {
	for name, count := range s.counts {
		out <- s.metric(name, count)
	}
}
