import type { CheckFacts, FindingFacts } from './check-facts.js';
import { count } from './check-summary.js';
import { type PlanInput, planReview } from './plan-review.js';
import type { Posted } from './review-host.js';
import type { ReviewPlan } from './review-plan.js';
import { writeCheck } from './write-check.js';

/**
 * The verdict on a merge group: a check and nothing else, since the comments belong to the pull requests. What people decided about a finding there holds here
 * too. A finding that is in none of the pull requests by itself comes about by putting them together, and says so.
 */
export function planMergeGroup(input: PlanInput, alone: Posted['alone']): ReviewPlan {
  const plan = planReview(input);
  const { facts } = plan.check;
  const silent: ReviewPlan = { post: [], edit: [], check: plan.check, findings: plan.findings };
  const withShadow = plan.shadow ? { ...silent, shadow: plan.shadow } : silent;
  if (!facts) return withShadow;
  const known = alone && new Set(alone.fingerprints);
  const findings = facts.findings.map((finding): FindingFacts => {
    if (!known) return { ...finding, withoutComment: 'group' };
    return { ...finding, withoutComment: known.has(finding.fingerprint) ? 'group' : 'combination' };
  });
  const together: CheckFacts = { ...facts, findings, rest: [...explanation(findings, alone), facts.rest].join('\n\n') };
  return { ...withShadow, check: writeCheck(together, input.decisions ?? { triaged: [], today: '' }) };
}

function explanation(findings: readonly FindingFacts[], alone: Posted['alone']): string[] {
  const combined = findings.filter(({ withoutComment }) => withoutComment === 'combination').length;
  if (combined === 0 || !alone) return [];
  const names = alone.pulls.map((pull) => `#${pull}`).join(', ');
  return [
    '### Only in the combination',
    `${count(combined, 'finding')} in this merge group ${combined === 1 ? 'is' : 'are'} not in ${names} ${alone.pulls.length === 1 ? 'by itself' : 'by themselves'}: together with what is merged before, the code does what no change does alone.`,
  ];
}
