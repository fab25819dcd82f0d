// Package quietly does what may fail without telling.
package quietly

import (
	"io"
	"log"
)

// Close closes and only logs what goes wrong.
func Close(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Printf("close: %v", err)
	}
}
