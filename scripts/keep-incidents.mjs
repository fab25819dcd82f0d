// Checks our own incidents once, at the build, so that no review of the command line has to (src/incidents/kept-incidents.ts). Mistakes in them
// are left to whoever loads them.
import { readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';

export async function keepIncidents() {
  const { builtInIncidents, loadIncident } = await import('../dist/incidents/load-incidents.js');
  const { keepIncident } = await import('../dist/incidents/kept-incidents.js');
  const folders = (await readdir(builtInIncidents, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const kept = [];
  for (const { name: slug } of folders) {
    const outcome = await loadIncident(builtInIncidents, slug);
    if ('problems' in outcome) continue;
    const entry = keepIncident(outcome.incident, readFileSync(`${builtInIncidents}/${slug}/incident.yml`, 'utf8'));
    if (entry) kept.push(entry);
  }
  writeFileSync(
    new URL('../dist/bundle/kept-incidents.json', import.meta.url),
    JSON.stringify(Object.fromEntries(kept)),
  );
}
