import type { Incident } from '../incidents/incident.js';
import type { FoundIn } from './compare-rules.js';
import type { ReplayedPlace } from './replayed-pull.js';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Characters that make text look other than it is (https://trojansource.codes) are shown as the replacement character. */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Bidi_Control}]|(?![\t\n])\p{Cc}/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** One finding: which pull request, what would have come back, the code, and the evidence with its code. */
export function findingPart({ pull, finding }: FoundIn, incident: Incident | undefined): string {
  const last = incident
    ? `<a href="${escaped(incident.links.report)}" rel="noreferrer">${escaped(incident.project)}, ${escaped(incident.date)}</a>`
    : '';
  const badges = [
    finding.severity,
    finding.confidence,
    finding.shadow ? 'shadow' : finding.blocks ? 'blocks' : 'advice',
  ];
  return `<section>
<h3>${escaped(incident?.title ?? finding.incident)}</h3>
<p class="small">${badges.map((badge) => `<span class="badge ${badge}">${badge}</span>`).join(' ')}
in <code>${escaped(finding.function)}</code>${last === '' ? '' : ` · the last time: ${last}`}</p>
<p class="small">Pull request: <code>${pull.head.slice(0, 10)}</code> ${escaped(pull.subject)}, ${escaped(pull.date.slice(0, 10))}</p>
${codePart(finding)}
<details><summary>Why: ${finding.evidence.length} ${finding.evidence.length === 1 ? 'place' : 'places'}</summary>
${finding.evidence.map((evidence) => `<p>${escaped(evidence.note)}</p>${codePart(evidence)}`).join('\n')}
</details>
</section>`;
}

function codePart({ path, line, side, code }: ReplayedPlace): string {
  const lines = code.map(({ number, text, meant }) => {
    const row = `<span class="number">${number}</span>${escaped(text)}`;
    return meant ? `<mark>${row}</mark>` : `<span>${row}</span>`;
  });
  const before = side === 'LEFT' ? ' (before the change)' : '';
  const figure = lines.length > 0 ? `<pre class="${side}">${lines.join('')}</pre>` : '';
  return `<figure><figcaption>${escaped(path)}:${line}${before}</figcaption>${figure}</figure>`;
}
