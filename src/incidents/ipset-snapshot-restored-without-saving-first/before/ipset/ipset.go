// Package ipset keeps a copy of the host's sets.
package ipset

// Runner talks to the kernel.
type Runner interface {
	List() (map[string][]string, error)
	Swap(name string, members []string) error
}

// Handler holds a copy of sets by name.
type Handler struct {
	runner Runner
	sets   map[string][]string
}

// New returns a handler that holds nothing.
func New(runner Runner) *Handler {
	return &Handler{runner: runner, sets: map[string][]string{}}
}

// Save replaces the copy by all sets that the host has, whoever owns them.
func (h *Handler) Save() error {
	sets, err := h.runner.List()
	if err != nil {
		return err
	}
	h.sets = sets
	return nil
}

// Refresh changes one set of the copy.
func (h *Handler) Refresh(name string, members []string) {
	h.sets[name] = members
}

// Names of all sets in the copy.
func (h *Handler) Names() []string {
	names := make([]string, 0, len(h.sets))
	for name := range h.sets {
		names = append(names, name)
	}
	return names
}

// Restore writes every set of the copy to the host.
func (h *Handler) Restore() error {
	for name, members := range h.sets {
		if err := h.runner.Swap(name, members); err != nil {
			return err
		}
	}
	return nil
}
