// Compiles and vets the Go modules of the incidents and of the fixtures, so that what we test with is Go and not only looks like it.
// Not part of `npm test`: it needs Go, and the modules' dependencies from the module proxy.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const roots = ['src/incidents', 'fixtures'];
/** go.sum files are not kept, since nothing is ever run from these modules: -mod=mod writes them in the copy. Netlink is Linux. */
const environment = { ...process.env, GOFLAGS: '-mod=mod', GOWORK: '', GOOS: 'linux', CGO_ENABLED: '0' };

if (spawnSync('go', ['version']).error) {
  console.log('skipped: no Go');
  process.exit(0);
}

let failed = 0;
for (const module of roots.flatMap(modulesUnder)) {
  const copy = mkdtempSync(join(tmpdir(), 'hindsight-vet-'));
  try {
    cpSync(module, copy, { recursive: true });
    const unformatted = execFileSync('gofmt', ['-l', '.'], { cwd: copy, encoding: 'utf8' }).trim();
    const vet = spawnSync('go', ['vet', './...'], { cwd: copy, encoding: 'utf8', env: environment });
    const faults = [unformatted && `not as gofmt writes it: ${unformatted}`, vet.status !== 0 && vet.stderr].filter(Boolean);
    console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${module}`);
    for (const fault of faults) console.log(fault);
    if (faults.length > 0) failed++;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
process.exit(failed === 0 ? 0 : 1);

/** Folders with a go.mod (or a go.work that joins several); what lies below belongs to them. */
function modulesUnder(root) {
  if (!existsSync(root)) return [];
  const files = readdirSync(root, { recursive: true }).map((file) => join(root, file));
  const folders = files.filter((file) => /[\\/]go\.(mod|work)$/.test(file)).map((file) => dirname(file));
  return [...new Set(folders)].filter((folder) => !folders.some((other) => folder.startsWith(`${other}/`))).sort();
}
