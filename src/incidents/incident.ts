import type { Detector, Family } from '../detectors/detector.js';

/** A production failure that really happened, as a folder of data. What the schema of incident.yml gives, with the texts beside it. */
export interface Incident {
  slug: string;
  title: string;
  project: string;
  /** ISO date of the report. */
  date: string;
  links: { report: string; fix: string; introduced?: string | undefined };
  family: Family;
  severity: 'error' | 'warning' | 'notice';
  /** Whether findings in test code are reported; they are when it is not given. */
  tests?: 'report' | 'skip';
  detector: Detector<unknown>;
  /** Validated by the detector's own schema. */
  params: unknown;
  /** Markdown template with `{{name}}` placeholders. */
  comment: string;
}
