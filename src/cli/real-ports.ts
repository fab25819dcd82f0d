import { writeFile } from 'node:fs/promises';
import { ReportFileError } from './report-file-error.js';
import type { ReviewPorts } from './review-command.js';

const importGit = () => import('../git/read-git-change.js');
const importAnalysis = () => import('../review/analyse-change.js');

/**
 * A review is short enough for imports to count: everything else is imported while git is at work. That is why incidents wait until `readChange`,
 * which is called first, has what it needs to start git.
 */
export const realPorts: ReviewPorts = {
  readChange: async (range) => (await importGit()).readGitChange(range),
  loadIncidents: async () => {
    await importGit();
    const parser = importAnalysis().then(({ prepareAnalysis }) => prepareAnalysis());
    const [{ loadIncidents }] = await Promise.all([import('../incidents/load-incidents.js'), parser]);
    return loadIncidents();
  },
  readRules: async (trusted, builtIn, asked) =>
    (await import('./rules-of-repository.js')).rulesOfRepository(trusted, builtIn, asked),
  previewConfig: async (input) => (await import('../review/preview-config.js')).previewConfig(input),
  analyse: async (read, incidents, config) => (await importAnalysis()).analyseChange(read, incidents, config),
  plan: async (input) => (await import('../review/plan-review.js')).planReview(input),
  writeReport: async (file, text) => {
    await writeFile(file, text).catch((error: unknown) => {
      throw new ReportFileError(file, error);
    });
  },
  today: () => new Date().toISOString().slice(0, 10),
  now: () => performance.now(),
};
