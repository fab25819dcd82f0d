import * as go from './go-texts.mjs';

const second = 1_000;
const megabyte = 1024 * 1024;
/** What no pull request may do to us, however it is written: time and memory stay bounded. */
const hostileGoal = { wall: 10 * second, memory: 512 * megabyte };

/**
 * `make` gives files with their text `before` and `after`. A goal is in ms of the whole process and bytes of memory; `same` names a twin that it
 * must cost as little as.
 */
export const scenarios = [
  { name: 'no changed file: what every review begins with', make: () => fleet(1, 1, () => false), goal: { wall: 400 } },
  { name: 'one file in a repository of one package', make: () => fleet(1, 1, () => true), goal: { wall: 400 } },
  {
    name: '3,000 changed files in 300 packages',
    make: () => fleet(300, 10, () => true),
    goal: { wall: 15 * second, memory: 512 * megabyte },
  },
  { name: 'one changed file in 10 packages', make: () => fleet(10, 1, isFirst), goal: { wall: 400 } },
  {
    name: 'one changed file in 10,000 packages',
    make: () => fleet(10_000, 1, isFirst),
    goal: { same: 'one changed file in 10 packages' },
  },
  { name: 'a file of 20,000 lines, 100 functions changed', make: longFile, goal: { wall: 1.5 * second } },
  { name: 'hostile: a line of 5 MB, over the limit of a file', make: () => longLine(5), goal: hostileGoal },
  { name: 'hostile: a line of 3.9 MB, within the limit', make: () => longLine(3.9), goal: hostileGoal },
  { name: 'hostile: 100,000 nested parentheses', make: () => nested(100_000), goal: hostileGoal },
  { name: 'hostile: 900 nested parentheses', make: () => nested(900), goal: hostileGoal },
  {
    name: 'hostile: a function of 20,000 statements',
    make: () => oneFunction(go.longFunction, 20_000),
    goal: hostileGoal,
  },
  {
    name: 'hostile: a function that opens 1,000 handles',
    make: () => oneFunction(go.manyHandles, 1_000),
    goal: hostileGoal,
  },
  { name: 'hostile: a select with 500 cases', make: () => oneFunction(go.wideSelect, 500), goal: hostileGoal },
];

function isFirst(packageIndex, fileIndex) {
  return packageIndex === 0 && fileIndex === 0;
}

/** Each file has a changed function; every hundredth of them loses its release. Packages import the next one. */
export function fleet(packages, filesEach, isChanged) {
  const files = [];
  for (let at = 0; at < packages; at++) {
    const next = (at + 1) % packages;
    for (let index = 0; index < filesEach; index++) {
      const text = (after) => fleetFile({ at, next, index, packages, changed: after && isChanged(at, index) });
      files.push({ path: `${directory(at)}/part${index}.go`, before: text(false), after: text(true) });
    }
  }
  return [{ path: 'go.mod', before: go.goMod, after: go.goMod }, ...files];
}

function directory(index) {
  return `group${Math.floor(index / 100)}/unit${index}`;
}

function fleetFile({ at, next, index, packages, changed }) {
  const leaks = changed && (at * 10 + index) % 100 === 0;
  const imports = packages > 1 ? [`${go.modulePath}/${directory(next)}`] : [];
  const call = packages > 1 ? `unit${next}.Count0` : `Count${index}`;
  return go.file(
    `unit${at}`,
    [...go.reconcileImports, ...imports],
    [
      go.reconcileFunction(`Reconcile${index}`, { call, threshold: changed ? 1500 : 9000, leaks }),
      go.countFunction(`Count${index}`),
      go.reconcileFunction(`Restore${index}`, { call }),
      go.countFunction(`measure${index}`),
    ],
  );
}

/** 1,000 functions of 20 lines. */
function longFile() {
  const text = (after) =>
    go.file('fleet', go.reconcileImports, [
      go.countFunction('count'),
      ...Array.from({ length: 1_000 }, (_, index) => {
        const changed = after && index % 10 === 0;
        return go.reconcileFunction(`Reconcile${index}`, {
          threshold: changed ? 1500 : 9000,
          leaks: changed && index % 100 === 0,
        });
      }),
    ]);
  return inModule(text);
}

/** A table on one line, as generators write it. */
function longLine(megabytes) {
  const entries = '1234567, '.repeat(Math.floor((megabytes * megabyte) / '1234567, '.length));
  return inModule((after) =>
    go.file('fleet', go.reconcileImports, [
      `var table = []int{${entries}${after ? 2 : 1}}\n`,
      go.countFunction('count'),
      go.reconcileFunction('Reconcile', { leaks: after }),
    ]),
  );
}

function nested(depth) {
  return inModule((after) =>
    go.file('fleet', go.reconcileImports, [
      `func deep() int {\n\treturn ${'('.repeat(depth)}${after ? 2 : 1}${')'.repeat(depth)}\n}\n`,
      go.countFunction('count'),
      go.reconcileFunction('Reconcile', { leaks: after }),
    ]),
  );
}

function oneFunction(text, count) {
  const imports = ['errors', 'github.com/vishvananda/netlink'];
  return inModule((after) =>
    go.file('fleet', imports, [go.errTooMany, go.measureFunction, text(count, after ? 1_500 : 9_000)]),
  );
}

function inModule(text) {
  return [
    { path: 'go.mod', before: go.goMod, after: go.goMod },
    { path: 'fleet.go', before: text(false), after: text(true) },
  ];
}
