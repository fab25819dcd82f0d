const system =
  'aix|android|darwin|dragonfly|freebsd|illumos|ios|js|linux|netbsd|openbsd|plan9|solaris|unix|wasip1|windows';
const inName = new RegExp(`_(${system})(_[a-z0-9]+)?(_test)?\\.go$`);
const constraint = /^\/\/go:build (.+)$/m;
const systems = new RegExp(`\\b(?:${system})\\b`);

/**
 * Which of several files of a package comes first when build constraints choose between them: infrastructure code runs on Linux.
 * 0 is for Linux, 1 for every system, 2 for others, 3 for files that `go build` leaves out. https://pkg.go.dev/cmd/go#hdr-Build_constraints
 */
export function platformRank(path: string, text: string): number {
  const named = inName.exec(path)?.[1];
  if (named !== undefined) return named === 'linux' || named === 'unix' ? 0 : 2;
  const clause = text.search(/^package\b/m);
  const wanted = constraint.exec(text.slice(0, Math.max(0, clause)))?.[1];
  if (wanted === undefined) return 1;
  if (/\bignore\b/.test(wanted)) return 3;
  const plain = wanted.replace(/!\s*\w+/g, '');
  if (/\b(?:linux|unix)\b/.test(plain)) return 0;
  return systems.test(plain) || /!\s*(?:linux|unix)\b/.test(wanted) ? 2 : 1;
}
