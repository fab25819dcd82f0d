// Package images tells which image a component runs.
package images

import "log"

var known = make(map[string]string)

// PathFor tells the image of a component. Every controller asks while it reconciles.
func PathFor(component, registry string) string {
	path := registry + "/" + component
	logWhenNew(component, path)
	return path
}

func logWhenNew(component, path string) {
	if before, ok := known[component]; ok && before == path {
		return
	}
	log.Printf("%s runs %s", component, path)
	known[component] = path // want map:"^known$" function:"^logWhenNew$" access:"write" root:"^PathFor$"
}
