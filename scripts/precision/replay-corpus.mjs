import { readFileSync } from 'node:fs';
import { corpusRows } from '../bench/corpus.mjs';
import { runReview } from '../bench/run-review.mjs';

/** Lines between a finding and the defect that it is about, and between one and the repaired code that it must leave alone. */
const near = 3;
const silent = 10;

/**
 * Which incidents find the known defects, and which speak on the repairs: counts by slug. A defect counts once for each incident that stands on
 * it, or has a line of its evidence there.
 */
export async function replayCorpus(files, mirrors) {
  const labels = new Map(labelled(files).map((row) => [row.id, row]));
  const { rows, missing } = corpusRows(files, mirrors);
  const found = new Map();
  const noisy = new Map();
  let [defects, repairs] = [0, 0];
  for (const row of rows) {
    const { kind, family, expect, silentAt = [] } = labels.get(row.id);
    if (kind === 'clean') continue;
    const { report, failure } = await runReview(row);
    if (!report) throw new Error(`${row.id}: ${failure}`);
    const ofFamily = report.findings.filter((each) => each.family === family);
    if (kind === 'fix') {
      repairs++;
      count(noisy, ofFamily.filter((each) => silentAt.some((place) => meets(each, place, silent))));
    } else {
      defects++;
      const places = expect.flatMap((each) => [each, ...(each.accept ?? [])]);
      const stands = (each) => places.some((place) => [each, ...each.evidence].some((at) => meets(at, place, near)));
      count(found, ofFamily.filter(stands));
    }
  }
  const repositories = [...new Set(rows.map(({ id }) => labels.get(id).repo))].sort();
  return { found, noisy, defects, repairs, missing, repositories };
}

function labelled(files) {
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line));
}

function count(counts, findings) {
  for (const slug of new Set(findings.map(({ incident }) => incident))) counts.set(slug, (counts.get(slug) ?? 0) + 1);
}

function meets(at, place, lines) {
  return (
    at.path === place.path &&
    at.side === (place.side ?? 'RIGHT') &&
    at.line - lines <= (place.endLine ?? place.line) &&
    (at.endLine ?? at.line) + lines >= place.line
  );
}
