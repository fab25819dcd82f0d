import type { ConfigProblem } from '../config/parse-config.js';
import type { RequiredCheck, Setup } from '../github/read-setup.js';
import { problemText } from '../incidents/incident-error.js';

/** What the app asks for when it is registered. */
export interface WantedOfApp {
  permissions: Readonly<Record<string, string>>;
  events: readonly string[];
}

/** One thing that was looked at. `todo`: what to click. */
export interface Advice {
  kind: 'good' | 'problem' | 'note';
  text: string;
  todo?: string;
}

export interface Examined {
  setup: Setup;
  wanted: WantedOfApp;
  configProblems: readonly ConfigProblem[];
  checkName: string;
}

/** What is right and what is not about the set-up of a repository. Pure. */
export function doctorAdvice(examined: Examined): Advice[] {
  const { setup } = examined;
  return [
    ...installationAdvice(examined),
    ...requiredAdvice(examined),
    ...queueAdvice(examined),
    ...configAdvice(examined),
    reviewAdvice(examined),
    ...setup.unseen.map((text): Advice => ({ kind: 'note', text })),
  ];
}

function installationAdvice({ setup, wanted }: Examined): Advice[] {
  const { installation } = setup;
  if (installation === 'not asked') {
    const text = 'whether the app is installed, and with what permissions, only the app itself may ask';
    return [{ kind: 'note', text, todo: 'Set APP_ID and PRIVATE_KEY (or PRIVATE_KEY_PATH) to see it.' }];
  }
  if (!installation) {
    const todo = "Open the app's settings, then Install App, and choose this repository.";
    return [{ kind: 'problem', text: 'the app is not installed on this repository', todo }];
  }
  if (installation.isSuspended) {
    return [
      { kind: 'problem', text: 'the installation is suspended', todo: `Open ${installation.url} and press Unsuspend.` },
    ];
  }
  const missing = Object.entries(wanted.permissions)
    .filter(([name, level]) => !covers(installation.permissions[name], level))
    .map(([name, level]) => `${name}: ${level}`);
  const events = wanted.events.filter((event) => !installation.events.includes(event));
  const advice: Advice[] = [];
  if (missing.length > 0) {
    const todo = `Open the app's settings, Permissions & events, grant them, then accept the request at ${installation.url}.`;
    advice.push({ kind: 'problem', text: `the installation lacks the permissions ${missing.join(', ')}`, todo });
  }
  if (events.length > 0) {
    const todo = "Open the app's settings, Permissions & events, and subscribe to them.";
    advice.push({ kind: 'problem', text: `the app does not receive the events ${events.join(', ')}`, todo });
  }
  return advice.length > 0
    ? advice
    : [{ kind: 'good', text: 'the app is installed with the permissions and events it needs' }];
}

function covers(granted: string | undefined, wanted: string): boolean {
  return granted === wanted || granted === 'write' || granted === 'admin';
}

function requiredAdvice({ setup, checkName }: Examined): Advice[] {
  const { required, branch, url } = setup;
  const where = `${url}/settings/branches or ${url}/settings/rules`;
  const ours = required.filter(({ name }) => name === checkName);
  const misnamed = required.filter(({ name }) => name !== checkName && name.toLowerCase() === checkName.toLowerCase());
  const advice = misnamed.map(
    ({ name, by }): Advice => ({
      kind: 'problem',
      text: `${by} requires a check "${name}" that nobody reports: ours is called "${checkName}", and each pull request would wait for ever`,
      todo: `Open ${where}, remove "${name}" and add "${checkName}".`,
    }),
  );
  if (ours.length > 0) return [...advice, ...ours.map((check) => sourceAdvice(check, setup, checkName))];
  if (misnamed.length > 0) return advice;
  const todo = `To make it a gate, open ${where} and require the check "${checkName}", from the app alone.`;
  return [
    {
      kind: 'note',
      text: `nothing requires the check "${checkName}" on ${branch}: it advises, and blocks nobody`,
      todo,
    },
  ];
}

function sourceAdvice(
  { appId, by }: RequiredCheck,
  { installation, lastReview, url }: Setup,
  checkName: string,
): Advice {
  const own = (typeof installation === 'object' ? installation.appId : undefined) ?? lastReview?.appId;
  const todo = `Open ${url}/settings/${by === 'a ruleset' ? 'rules' : 'branches'} and choose the app as the source of "${checkName}".`;
  if (appId === undefined) {
    const text = `${by} takes the check "${checkName}" from anybody: whoever may write statuses could set it to green`;
    return { kind: 'problem', text, todo };
  }
  if (own !== undefined && own !== appId) {
    const text = `${by} waits for the check "${checkName}" of the app ${appId}, but the app that reviews here is ${own}`;
    return { kind: 'problem', text, todo };
  }
  return { kind: 'good', text: `${by} requires the check "${checkName}" of the app ${appId}` };
}

function queueAdvice({ setup: { hasMergeQueue, installation, branch } }: Examined): Advice[] {
  if (!hasMergeQueue) return [];
  if (typeof installation !== 'object') {
    const text = `${branch} has a merge queue: the app needs the permission merge_queues: read and the event merge_group for it`;
    return [{ kind: 'note', text }];
  }
  const isServed = covers(installation.permissions.merge_queues, 'read') && installation.events.includes('merge_group');
  if (isServed) return [{ kind: 'good', text: `the merge queue of ${branch} is served` }];
  const text = `${branch} has a merge queue that the app is not told of: where the check is required, the queue waits for ever`;
  const todo = "Open the app's settings, Permissions & events: grant merge_queues: read and subscribe to merge_group.";
  return [{ kind: 'problem', text, todo }];
}

function configAdvice({ setup, configProblems }: Examined): Advice[] {
  if (setup.config === undefined) return [{ kind: 'good', text: 'no configuration: the defaults hold' }];
  if (configProblems.length === 0) return [{ kind: 'good', text: 'the configuration is valid' }];
  const todo = 'Correct it: until then the whole file is left out, and the defaults hold.';
  return configProblems.map((problem) => ({ kind: 'problem', text: problemText(problem), todo }));
}

function reviewAdvice({ setup: { lastReview } }: Examined): Advice {
  if (!lastReview) {
    const todo = "Open the app's settings, Advanced: the recent deliveries say whether webhooks arrive.";
    return { kind: 'note', text: 'no check of ours on the ten pull requests that were touched last', todo };
  }
  const { pull, conclusion, completedAt } = lastReview;
  const text = completedAt === null ? 'is in progress' : `ended ${completedAt} with ${conclusion ?? 'no conclusion'}`;
  return { kind: 'good', text: `the last review, of #${pull}, ${text}` };
}
