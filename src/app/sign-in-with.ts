import type { Probot } from 'probot';
import { askConditionally, createAnswerCache } from '../github/conditional-requests.js';
import { describeError } from '../review/describe-error.js';
import { noteLimits, reserveUntil } from './github-requests.js';
import type { InstallationWaits } from './installation-waits.js';
import type { Metrics } from './metrics.js';

/** Gives the client of an installation. */
export type SignIn = (installation: number) => ReturnType<Probot['auth']>;

/** Its clients ask for what they have read before with its etag, and note what GitHub says of its limits. */
export function signInWith(probot: Probot, metrics: Metrics, waits: InstallationWaits): SignIn {
  const noted = new Map<number, number>();
  const answers = createAnswerCache();
  return async (installation) => {
    const octokit = await probot.auth(installation);
    askConditionally(octokit, installation, answers);
    noteLimits(octokit, (left) => {
      metrics.limitRemaining(installation, left.resource, left.remaining);
      const until = reserveUntil(left);
      // Each answer says it; once for each hour is enough.
      if (!until || noted.get(installation) === until.getTime()) return;
      noted.set(installation, until.getTime());
      waits.reserve(installation, until).catch((error: unknown) => {
        probot.log.warn(describeError(error), 'what is left of the limit could not be noted');
      });
    });
    return octokit;
  };
}
