import { GitHubError } from '../github/github-error.js';
import type { JobKind, Notes } from '../queue/job-queue.js';

/**
 * What an installation waits for.
 * `all`: GitHub wants no request at all. "If the x-ratelimit-remaining header is 0, you should not make another request until after the time specified by the
 * x-ratelimit-reset header"; a secondary limit does not say what it counts, and "continuing to make requests while you are rate limited may result in the banning
 * of your integration" (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit).
 * `graphql`: its own primary limit is used up; REST has another one, and a check can be written.
 * `reserve`: REST has little left, which is kept for reviews that are under way, for people's decisions and for what checks say.
 */
export interface InstallationWait {
  kind: 'all' | 'graphql' | 'reserve';
  until: Date;
}

/** GitHub counts the requests of an installation and not those of a process, so a wait is for all processes. */
export interface InstallationWaits {
  /** Of those that are not over the one that forbids most; undefined when GitHub may be asked now. */
  of(installation: number): Promise<InstallationWait | undefined>;
  /** Notes the wait that an error asks for, and gives it. Undefined for any other error. */
  note(installation: number, error: unknown): Promise<InstallationWait | undefined>;
  /** Reviews begin no more until then: what is left is kept. */
  reserve(installation: number, until: Date): Promise<void>;
}

const kinds = ['all', 'graphql', 'reserve'] as const;

export function installationWaits(notes: Notes): InstallationWaits {
  const nameOf = (installation: number, kind: InstallationWait['kind']) => `pause/${installation}/${kind}`;
  const write = (installation: number, { kind, until }: InstallationWait) =>
    notes.write(nameOf(installation, kind), until.toISOString());
  return {
    async of(installation) {
      for (const kind of kinds) {
        const note = await notes.read(nameOf(installation, kind));
        const until = typeof note === 'string' ? new Date(note) : undefined;
        if (until && until.getTime() > Date.now()) return { kind, until };
      }
      return undefined;
    },
    async note(installation, error) {
      if (!(error instanceof GitHubError) || error.retryAfterSeconds === undefined) return undefined;
      const until = new Date(Date.now() + error.retryAfterSeconds * 1000);
      const wait = { kind: error.limit === 'graphql' ? 'graphql' : 'all', until } as const;
      await write(installation, wait);
      return wait;
    },
    reserve: (installation, until) => write(installation, { kind: 'reserve', until }),
  };
}

/** The same kind of job, which waits with its installation and does not count that as a try. It is small, and may use what is kept. */
export function waiting<Job extends { installation: number }>(
  kind: JobKind<Job>,
  waits: InstallationWaits,
): JobKind<Job> {
  return {
    ...kind,
    async run(job, lease) {
      const wait = await waits.of(job.installation);
      if (wait && wait.kind !== 'reserve') return { again: wait.until };
      try {
        return await kind.run(job, lease);
      } catch (error) {
        const asked = await waits.note(job.installation, error);
        if (!asked) throw error;
        return { again: asked.until };
      }
    },
  };
}
