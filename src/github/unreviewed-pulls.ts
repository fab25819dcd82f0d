import { readExternalId } from './external-id.js';
import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';
import type { InstalledRepository } from './installations.js';

/** An open pull request, no draft, whose head has no check of ours that is concluded. */
export interface UnreviewedPull extends InstalledRepository {
  pull: number;
  headSha: string;
  baseSha: string;
  updatedAt: string;
}

/** Which check is ours. */
export interface OwnCheck {
  appId: number;
  checkName: string;
}

/** One query asks for so many repositories; the pages of a busy one are asked for one by one. */
export const repositoriesPerQuery = 10;
const pullsPerPage = 50;

const pullFields = `pageInfo { hasNextPage endCursor }
      nodes {
        number isDraft headRefOid baseRefOid updatedAt
        commits(last: 1) { nodes { commit {
          checkSuites(first: 3, filterBy: { appId: $appId, checkName: $checkName }) { nodes {
            checkRuns(first: 20, filterBy: { checkName: $checkName, checkType: ALL }) { nodes { status conclusion externalId } }
          } }
        } } }
      }`;

interface PullsPage {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: (PullAnswer | null)[] | null;
}

interface PullAnswer {
  number: number;
  isDraft: boolean;
  headRefOid: string;
  baseRefOid: string;
  updatedAt: string;
  commits: { nodes: ({ commit: { checkSuites: { nodes: (SuiteAnswer | null)[] | null } | null } } | null)[] | null };
}

interface SuiteAnswer {
  checkRuns: {
    nodes: ({ status: string; conclusion: string | null; externalId: string | null } | null)[] | null;
  } | null;
}

/** Of the pull requests that were touched after `since`. */
export async function readUnreviewedPulls(
  octokit: GitHubClient,
  own: OwnCheck,
  repositories: readonly InstalledRepository[],
  since: Date,
): Promise<UnreviewedPull[]> {
  const found: UnreviewedPull[] = [];
  let asked = repositories.map((repository) => ({ repository, after: null as string | null }));
  while (asked.length > 0) {
    const pages = await readPages(octokit, own, asked);
    const next: typeof asked = [];
    for (const [index, { repository }] of asked.entries()) {
      const page = pages[`r${index}`]?.pullRequests;
      if (!page) continue; // it is gone, or no longer ours to read
      const recent = (page.nodes ?? []).flatMap((pull) => (pull && new Date(pull.updatedAt) > since ? [pull] : []));
      found.push(...recent.filter(isUnreviewed).map((pull) => ({ ...repository, ...identityOf(pull) })));
      // Newest first, so the rest is older still where one is too old.
      if (page.pageInfo.hasNextPage && recent.length === (page.nodes ?? []).length) {
        next.push({ repository, after: page.pageInfo.endCursor });
      }
    }
    asked = next;
  }
  return found;
}

async function readPages(
  octokit: GitHubClient,
  { appId, checkName }: OwnCheck,
  asked: readonly { repository: InstalledRepository; after: string | null }[],
): Promise<Record<string, { pullRequests: PullsPage } | null>> {
  const declared = asked.map((_, index) => `$o${index}: String!, $n${index}: String!, $a${index}: String`);
  const fields = asked.map(
    (_, index) => `r${index}: repository(owner: $o${index}, name: $n${index}) {
    pullRequests(states: [OPEN], first: ${pullsPerPage}, after: $a${index}, orderBy: { field: UPDATED_AT, direction: DESC }) {
      ${pullFields}
    }
  }`,
  );
  const names = asked.flatMap(({ repository: { owner, repo }, after }, index) => [
    [`o${index}`, owner],
    [`n${index}`, repo],
    [`a${index}`, after],
  ]);
  const query = `query UnreviewedPulls($appId: Int!, $checkName: String!, ${declared.join(', ')}) {\n  ${fields.join('\n  ')}\n}`;
  return asking(`list the open pull requests of ${asked.length} repositories`, () =>
    octokit.graphql(query, { appId, checkName, ...Object.fromEntries(names) }),
  );
}

/** A run that was cancelled has said nothing about the head. */
function isUnreviewed({ number: pull, headRefOid: headSha, isDraft, commits }: PullAnswer): boolean {
  if (isDraft) return false;
  const suites = (commits.nodes ?? []).flatMap((node) => node?.commit.checkSuites?.nodes ?? []);
  const runs = suites.flatMap((suite) => suite?.checkRuns?.nodes ?? []);
  return !runs.some((run) => {
    if (run?.status !== 'COMPLETED' || run.conclusion === 'CANCELLED') return false;
    const said = readExternalId(run.externalId ?? '');
    return said?.pull === pull && said.headSha === headSha && said.mergeGroup === undefined;
  });
}

const identityOf = ({ number: pull, headRefOid: headSha, baseRefOid: baseSha, updatedAt }: PullAnswer) => ({
  pull,
  headSha,
  baseSha,
  updatedAt,
});
