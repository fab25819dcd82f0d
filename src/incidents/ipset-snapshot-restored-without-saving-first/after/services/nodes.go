package services

import "example.com/agent/ipset"

// Nodes makes its handler anew for each round.
type Nodes struct {
	handler *ipset.Handler
	runner  ipset.Runner
}

// Round looks at all sets of the host afterwards; the next round forgets them.
func (n *Nodes) Round(members []string) error {
	n.handler = ipset.New(n.runner)
	if err := n.write(members); err != nil {
		return err
	}
	return n.look()
}

func (n *Nodes) write(members []string) error {
	n.handler.Refresh("nodes", members)
	return n.handler.Restore()
}

func (n *Nodes) look() error {
	return n.handler.Save()
}

// Once restores what a handler of its own was given.
func Once(runner ipset.Runner, members []string) error {
	handler := ipset.New(runner)
	handler.Refresh("nodes", members)
	return handler.Restore()
}
