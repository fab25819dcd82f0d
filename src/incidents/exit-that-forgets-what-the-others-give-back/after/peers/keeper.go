package peers

// Process is started later.
type Process interface {
	Start() error
	Stop()
}

// Keeper keeps a process running.
type Keeper struct{ process Process }

// NewKeeper starts nothing.
func NewKeeper(process Process) *Keeper { return &Keeper{process: process} }

// Start starts the process.
func (k *Keeper) Start() error { return k.process.Start() }

// Stop ends it.
func (k *Keeper) Stop() { k.process.Stop() }

// Keep has nothing to stop before anything was started.
func Keep(process Process, check func() error) error {
	keeper := NewKeeper(process)
	if err := check(); err != nil {
		return err
	}
	defer keeper.Stop()
	return keeper.Start()
}
