import { randomFrom } from './random.mjs';
import { subjects } from './subjects.mjs';

const names = Object.keys(subjects);

/**
 * Runs the cases `from` (inclusive) to `to` (exclusive) of a seed, the subjects in turn. A case depends on its seed and number only, so one that fails can
 * be run again by itself. Gives how many outcomes there were of each kind, and what failed.
 */
export async function fuzz({ seed, from = 0, to, began = () => {} }) {
  const outcomes = Object.fromEntries(names.map((name) => [name, { result: 0, skip: 0, failure: 0 }]));
  const failures = [];
  for (let number = from; number < to; number++) {
    const name = names[number % names.length];
    began(number);
    try {
      outcomes[name][await subjects[name](randomFrom(seed * 1_000_003 + number))]++;
    } catch (error) {
      outcomes[name].failure++;
      failures.push({ seed, number, subject: name, error });
    }
  }
  return { outcomes, failures };
}
