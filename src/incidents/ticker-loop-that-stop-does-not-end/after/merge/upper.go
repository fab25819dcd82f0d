package merge

import "strings"

// Upper hands all words on in capitals.
func Upper(words []string, keep func(string)) {
	queue := make(chan string)
	defer close(queue)
	go func() {
		for word := range queue {
			keep(strings.ToUpper(word))
		}
	}()
	for _, word := range words {
		queue <- word
	}
}
