package ipset

// IPSet is a copy of the sets of one family of addresses.
type IPSet struct{ sets map[string][]string }

// RefreshSet fills one set of the copy.
func (i *IPSet) RefreshSet(name string, entries []string, kind string) { i.sets[name] = entries }

// RestoreSets writes these sets to the host.
func (i *IPSet) RestoreSets(names []string) error { return nil }

// BothFamilies adds the names of the other family.
func BothFamilies(names []string) []string {
	all := make([]string, 0, 2*len(names))
	for _, name := range names {
		all = append(all, name, "inet6:"+name)
	}
	return all
}
