// Package images tells which image a component runs.
package images

import (
	"log"
	"sync"
)

var known sync.Map

// PathFor tells the image of a component. Every controller asks while it reconciles.
func PathFor(component, registry string) string {
	path := registry + "/" + component
	logWhenNew(component, path)
	return path
}

func logWhenNew(component, path string) {
	if before, ok := known.Swap(component, path); ok && before == path {
		return
	}
	log.Printf("%s runs %s", component, path)
}
