package command

// First gives the first answer, or the first error when there is one.
func First(questions []func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer)
	for _, ask := range questions {
		go func(ask func() (string, error)) {
			text, err := ask()
			answers <- answer{text, err} // want subject:"^answers$" function:"^First$" exit:"first.text"
		}(ask)
	}
	first := <-answers
	if first.err != nil {
		return "", first.err
	}
	return first.text, nil
}
