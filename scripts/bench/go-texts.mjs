// Go source for the scenarios: compiles as far as a reader can tell, holds what the detectors look for, and is the same at every run.

export const modulePath = 'example.com/fleet';

export const goMod = `module ${modulePath}\n\ngo 1.22\n\nrequire github.com/vishvananda/netlink v1.3.0\n`;

/** Nothing but lines, so that a change of one shows as one. */
export function file(packageName, imports, declarations) {
  const paths = imports.map((path) => `\t${JSON.stringify(path)}\n`).join('');
  return `package ${packageName}\n\nimport (\n${paths})\n\n${declarations.join('\n')}`;
}

/** Opens a handle, hands it on, gives up early on errors and gives it back at the end; `leaks` leaves that out. About 20 lines. */
export function reconcileFunction(name, { call = 'count', threshold = 1, leaks = false } = {}) {
  return `// ${name} brings the links of one node to what was asked for.
func ${name}(names []string, queue chan<- string) (int, error) {
	handle, err := netlink.NewHandle()
	if err != nil {
		return 0, fmt.Errorf("no handle: %w", err)
	}
${leaks ? '' : '\tdefer handle.Close()\n'}	seen := 0
	for _, each := range names {
		link, err := handle.LinkByName(each)
		if err != nil {
			return seen, err
		}
		if link.Attrs().MTU > ${threshold} {
			queue <- each
			continue
		}
		seen += ${call}(names, seen)
	}
	return seen, nil
}
`;
}

export function countFunction(name) {
  return `func ${name}(names []string, start int) int {
	total := start
	for index, each := range names {
		switch {
		case len(each) > index:
			total += len(each)
		case index > 3:
			total++
		}
	}
	return total
}
`;
}

export const reconcileImports = ['fmt', 'github.com/vishvananda/netlink'];

/** A function of `count` statements in which a handle stays open, as short as may be: a longer declaration is not analysed. */
export function longFunction(count, threshold) {
  const [group, statementsOfGroup] = [['n++', 'n += 2', 'n--', 'n = f(n)', 'n += 3', 'n++', 'n--', 'n += 5'], 10];
  const early = (index) => `if n > ${threshold + index} {\n\t\treturn n, errTooMany\n\t}`;
  const groups = Array.from({ length: count / statementsOfGroup }, (_, index) => [...group, early(index)]);
  return `func run(f func(int) int) (int, error) {
	handle, err := netlink.NewHandle()
	if err != nil {
		return 0, err
	}
	n := 0
${groups
  .flat()
  .map((each) => `\t${each}\n`)
  .join('')}	handle.Close()
	return n, nil
}
`;
}

/** Opens `count` handles one after the other, each with an early exit that forgets those before it. */
export function manyHandles(count, threshold) {
  const each = (index) => `	handle${index}, err := netlink.NewHandle()
	if err != nil {
		return err
	}
	if n > ${threshold} {
		return errTooMany
	}
`;
  const closes = Array.from({ length: count }, (_, index) => `\thandle${index}.Close()\n`);
  return `func run(n int) error {\n${Array.from({ length: count }, (_, index) => each(index)).join('')}${closes.join('')}\treturn nil\n}\n`;
}

/** One select that waits for `count` channels, in a loop, while a handle is open. */
export function wideSelect(count, threshold) {
  const parameters = Array.from({ length: count }, (_, index) => `c${index} <-chan int`).join(', ');
  const cases = Array.from(
    { length: count },
    (_, index) =>
      `\t\tcase v, ok := <-c${index}:\n\t\t\tif !ok || v > ${threshold} {\n\t\t\t\treturn errTooMany\n\t\t\t}\n\t\t\ttotal += v`,
  );
  return `func wait(stop <-chan struct{}, ${parameters}) error {
	handle, err := netlink.NewHandle()
	if err != nil {
		return err
	}
	total := 0
	for {
		select {
		case <-stop:
			handle.Close()
			return nil
${cases.join('\n')}
		}
	}
}
`;
}

export const errTooMany = 'var errTooMany = errors.New("too many")\n';

export const measureFunction = `func measure(handle *netlink.Handle, start int) (int, error) {
	links, err := handle.LinkList()
	return start + len(links), err
}
`;
