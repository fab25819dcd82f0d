package metrics

import "net/http"

// Owned has one goroutine that comes to its map; others ask it.
type Owned struct {
	counts map[string]int
	names  chan string
	asked  chan chan int
}

// Run is the goroutine.
func (o *Owned) Run() {
	go o.loop()
}

func (o *Owned) loop() {
	for {
		select {
		case name := <-o.names:
			o.counts[name]++
		case answer := <-o.asked:
			answer <- len(o.counts)
		}
	}
}

// ServeHTTP asks.
func (o *Owned) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := make(chan int, 1)
	o.asked <- answer
	if <-answer == 0 {
		http.NotFound(w, r)
	}
}
