package services

import "example.com/firewall/ipset"

// SyncNodes: a function makes more names of these.
func SyncNodes(handler *ipset.IPSet, nodes, pods []string) error {
	handler.RefreshSet("nodes", nodes, "hash:ip")
	handler.RefreshSet("pods", pods, "hash:net")
	names := ipset.BothFamilies([]string{"nodes", "pods"})
	return handler.RestoreSets(names)
}

// SyncAll: nobody can tell here which names those are.
func SyncAll(handler *ipset.IPSet, names []string, entries []string) error {
	handler.RefreshSet(localSet, entries, "hash:ip")
	return handler.RestoreSets(names)
}

// SyncOne: the other set is written in its own list.
func SyncOne(handler *ipset.IPSet, local, services []string) error {
	handler.RefreshSet(localSet, local, "hash:ip")
	handler.RefreshSet(serviceSet, services, "hash:ip")
	if err := handler.RestoreSets([]string{localSet}); err != nil {
		return err
	}
	return handler.RestoreSets([]string{serviceSet})
}

// SyncFamily: the name in the list is made of the one that is filled.
func SyncFamily(handler *ipset.IPSet, entries []string, prefix string) error {
	handler.RefreshSet(localSet, entries, "hash:ip")
	name := prefix + localSet
	return handler.RestoreSets([]string{name})
}
