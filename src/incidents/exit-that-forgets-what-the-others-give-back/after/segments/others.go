package segments

import "os"

// Open leaves the closer to its caller when all went well.
func Open(names []string) ([]*os.File, func(), error) {
	files, closer, err := openAll(names)
	if err != nil {
		return nil, nil, err
	}
	if len(files) == 0 {
		closer()
		return nil, nil, errEmpty
	}
	return files, closer, nil
}

// Log keeps it for later.
type Log struct {
	files []*os.File
	close func()
}

// Load gives it to the log before anything can fail.
func (l *Log) Load(names []string) error {
	files, closer, err := openAll(names)
	if err != nil {
		return err
	}
	l.files, l.close = files, closer
	if len(files) == 0 {
		closer()
		return errEmpty
	}
	if _, err := files[0].Stat(); err != nil {
		return err
	}
	return nil
}

// Replace calls the one of the files before, which stays with them when the new ones are no better.
func (l *Log) Replace(names []string) error {
	files, closer, err := openAll(names)
	if err != nil {
		return err
	}
	if len(files) < len(l.files) {
		closer()
		return errEmpty
	}
	before := l.close
	l.files, l.close = files, closer
	if before != nil {
		before()
	}
	return nil
}

// Sum is handed a function that is called so, and has nothing to give back.
func Sum(names []string, closer func(int)) (int, error) {
	total := 0
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return 0, err
		}
		total += int(info.Size())
	}
	closer(total)
	return total, nil
}
