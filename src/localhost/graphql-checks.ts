import { connection, type PageArguments } from './graphql-connection.js';
import type { CheckRun, Pull, Repository } from './state.js';

/** The last commit of a pull request. The others are served by nobody: asking for them is a mistake that shows. */
export function headCommits(repository: Repository, pull: Pull, page: PageArguments) {
  if (page.last !== 1) throw new Error(`expected to be asked for the last commit alone, got ${JSON.stringify(page)}`);
  return connection([pull.headSha], page, (sha) => ({
    __typename: 'PullRequestCommit',
    id: `PRC_${pull.id}`,
    commit: {
      __typename: 'Commit',
      id: `C_${sha}`,
      oid: sha,
      checkSuites: (wanted: SuiteArguments) => checkSuites(repository, sha, wanted),
    },
  }));
}

export interface SuiteArguments extends PageArguments {
  filterBy?: { appId?: number | null; checkName?: string | null } | null;
}

interface RunArguments extends PageArguments {
  filterBy?: { appId?: number | null; checkName?: string | null; checkType?: 'ALL' | 'LATEST' | null } | null;
}

/** "GitHub automatically creates a check suite" for each app and commit: https://docs.github.com/rest/guides/using-the-rest-api-to-interact-with-checks#check-suites */
export function checkSuites(repository: Repository, sha: string, page: SuiteArguments) {
  const { appId, checkName } = page.filterBy ?? {};
  const runs = repository.checkRuns.filter(
    (run) =>
      run.headSha === sha && (appId == null || run.appId === appId) && (checkName == null || run.name === checkName),
  );
  const apps = [...new Set(runs.map((run) => run.appId))];
  return connection(apps, page, (app) => ({
    __typename: 'CheckSuite',
    id: `CS_${app}_${sha}`,
    checkRuns: (wanted: RunArguments) => checkRuns(repository, app, sha, wanted),
  }));
}

/** Of one name the latest alone, unless all are asked for: `CheckRunFilterBy.checkType` is LATEST by default. */
function checkRuns(repository: Repository, appId: number, sha: string, page: RunArguments) {
  const { checkName, checkType } = page.filterBy ?? {};
  const runs = repository.checkRuns.filter(
    (run) => run.headSha === sha && run.appId === appId && (checkName == null || run.name === checkName),
  );
  const shown = checkType === 'ALL' ? runs : [...new Map(runs.map((run) => [run.name, run])).values()];
  return connection(shown, page, renderRun);
}

const renderRun = (run: CheckRun) => ({
  __typename: 'CheckRun',
  id: `CR_${run.id}`,
  name: run.name,
  status: run.status.toUpperCase(),
  conclusion: run.conclusion?.toUpperCase() ?? null,
  externalId: run.externalId ?? null,
  text: run.text ?? null,
});
