import type { ReviewPorts } from './review-command.js';

/** Each is loaded when it is called, and the analysis while git is at work: a review is short enough for imports to count. */
export const realPorts: ReviewPorts = {
  readChange: async (range) => (await import('../git/read-git-change.js')).readGitChange(range),
  loadIncidents: async () => {
    const [{ loadIncidents }] = await Promise.all([
      import('../incidents/load-incidents.js'),
      import('../review/analyse-change.js'),
    ]);
    return loadIncidents();
  },
  analyse: async (read, incidents) => (await import('../review/analyse-change.js')).analyseChange(read, incidents),
  plan: async (input) => (await import('../review/plan-review.js')).planReview(input),
  now: () => performance.now(),
};
