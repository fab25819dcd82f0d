import { z } from 'zod';
import { families } from '../detectors/detector.js';

/** Characters. A title is one line of a check run's annotation. */
const titleCharactersMax = 120;

const line = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\r\n]*$/, 'expected one line')
  .max(titleCharactersMax);
const link = z.url({ protocol: /^https$/, error: 'expected an https:// URL' });

/** What incident.yml may say. `params` is left to the schema of the detector it names. */
export const incidentSchema = z.strictObject({
  /** What goes wrong, in one line. */
  title: line,
  /** Where it happened: `owner/name` or a product's name. */
  project: line,
  /** The day of the report. */
  date: z.iso.date({ error: 'expected a date such as 2024-12-14' }),
  /** Who wrote a post-mortem of their own need not know when it began. */
  links: z.strictObject({ report: link, fix: link, introduced: link.optional() }),
  family: z.enum(families),
  severity: z.enum(['error', 'warning', 'notice']),
  /** Whether test code is looked at: what a test leaves open usually ends with its process. A finding there never blocks. */
  tests: z.enum(['report', 'skip']).default('report'),
  /** The name of a detector. */
  detector: z.string(),
  params: z.unknown(),
});
