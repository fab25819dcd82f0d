// Package prepare fills a cache before a server is opened.
package prepare

import (
	"log"
	"os"
)

// Warm returns when the files have been read once.
func Warm(names []string) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, name := range names {
			if _, err := os.ReadFile(name); err != nil {
				log.Printf("read %s: %v", name, err)
				return
			}
		}
	}()
	<-done
}
