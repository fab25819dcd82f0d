import { problemText } from '../incidents/incident-error.js';
import type { ConfigProblem } from './parse-config.js';

/** Thrown where a configuration was given on purpose and there is nobody to review without it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(problemText).join('\n'));
  }
}
