// Package terminal hands sizes of a window on.
package terminal

// Size is that of a window, in characters.
type Size struct{ Width, Height int }

// Screen draws until it is stopped.
type Screen struct {
	sizes   chan Size
	stopped chan struct{}
}

// NewScreen does not draw yet.
func NewScreen() *Screen {
	return &Screen{sizes: make(chan Size), stopped: make(chan struct{})}
}

// Draw returns when it is stopped.
func (s *Screen) Draw(draw func(Size) error) error {
	defer close(s.stopped)
	for size := range s.sizes {
		if err := draw(size); err != nil {
			return err
		}
	}
	return nil
}

// Reset sends one size.
func (s *Screen) Reset() {
	select {
	case s.sizes <- Size{80, 24}:
	case <-s.stopped:
	}
}
