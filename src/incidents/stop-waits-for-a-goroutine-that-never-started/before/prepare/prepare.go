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
		for _, name := range names {
			if _, err := os.ReadFile(name); err != nil {
				log.Printf("read %s: %v", name, err)
				return
			}
		}
		close(done)
	}()
	<-done // want subject:"^done$" function:"^Warm$" exit:"^return$"
}
