import { GitHubError } from '../github/github-error.js';
import type { JobKind, Notes } from '../queue/job-queue.js';

/** Until when GitHub does not want to be asked. It counts the requests of an installation and not those of a process, so a wait is for all processes. */
export interface InstallationWaits {
  /** Undefined when it may be asked now. */
  until(installation: number): Promise<Date | undefined>;
  /** Notes the wait that an error asks for, and gives its end. Undefined for any other error. */
  note(installation: number, error: unknown): Promise<Date | undefined>;
}

export function installationWaits(notes: Notes): InstallationWaits {
  const nameOf = (installation: number) => `pause/${installation}`;
  return {
    async until(installation) {
      const note = await notes.read(nameOf(installation));
      const until = typeof note === 'string' ? new Date(note) : undefined;
      return until && until.getTime() > Date.now() ? until : undefined;
    },
    async note(installation, error) {
      if (!(error instanceof GitHubError) || error.retryAfterSeconds === undefined) return undefined;
      const until = new Date(Date.now() + error.retryAfterSeconds * 1000);
      await notes.write(nameOf(installation), until.toISOString());
      return until;
    },
  };
}

/** The same kind of job, which waits with its installation and does not count that as a try. */
export function waiting<Job extends { installation: number }>(
  kind: JobKind<Job>,
  waits: InstallationWaits,
): JobKind<Job> {
  return {
    ...kind,
    async run(job, lease) {
      const paused = await waits.until(job.installation);
      if (paused) return { again: paused };
      try {
        return await kind.run(job, lease);
      } catch (error) {
        const again = await waits.note(job.installation, error);
        if (!again) throw error;
        return { again };
      }
    },
  };
}
