import { configPath } from '../config/config-path.js';
import type { TrustedFiles } from '../config/trusted-config.js';
import { type FileText, ownIncidentsBytesMax, ownIncidentsMax, ownIncidentsPath } from '../incidents/own-incidents.js';
import type { ReviewJob } from '../review/review-job.js';
import { type BlobAnswer, objectsQuery } from './git-objects.js';
import type { GitHubClient, Log } from './github-client.js';
import { asking } from './github-error.js';
import { symbolicLinkMode } from './source-trees.js';

/** The repository whose files hold for all repositories of its owner: https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file */
const organisationRepository = '.github';

/** What a review reads of an incident's folder; the rest is for its tests. */
const incidentFiles = ['incident.yml', 'comment.md'];

/** Variables of `organisationField`. */
export const organisationVariables = '$organisation: String!, $alone: Boolean!';

/** The owner's repository, beside the one that is reviewed: at the tip of its branch. Goes with `settingsFragment`. */
export const organisationField = `organisation: repository(owner: $owner, name: $organisation) @skip(if: $alone) {
    defaultBranchRef { target { ...Settings } }
  }`;

/** What a commit says about reviews. Of incidents it only tells what is there. */
export const settingsFragment = `fragment Settings on Commit {
  oid
  config: file(path: "${configPath}") { mode object { __typename ... on Blob { oid byteSize isBinary isTruncated text } } }
  incidents: file(path: "${ownIncidentsPath}") {
    object { ... on Tree { entries { name type object { ... on Tree { entries { name type mode size } } } } } }
  }
}`;

/** The answer to `organisationField`. */
export interface OrganisationAnswer {
  organisation?: { defaultBranchRef: RefAnswer } | null;
}

/** A branch with `settingsFragment` at its tip. */
export type RefAnswer = { target: SettingsAnswer | null } | null;

interface SettingsAnswer {
  oid: string;
  config: { mode: number; object: BlobAnswer | { __typename: 'Tree' | 'Commit' } | null } | null;
  incidents: { object: { entries?: FolderAnswer[] | null } | null } | null;
}

interface FolderAnswer {
  name: string;
  type: string;
  object: { entries?: { name: string; type: string; mode: number; size: number }[] | null } | null;
}

/** Values of `organisationVariables`. */
export function organisationOf({ repo }: Pick<ReviewJob, 'repo'>): { organisation: string; alone: boolean } {
  // The repository would be merged with itself.
  return { organisation: organisationRepository, alone: repo.toLowerCase() === organisationRepository };
}

/**
 * Runs a query with `organisationField`. GitHub answers with what it has, and an error for the repository that it does not show:
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export async function askWithOrganisation<Answer extends OrganisationAnswer & { repository: object | null }>(
  ask: () => Promise<Answer>,
  log: Log,
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const { data, errors } = error as { data?: Answer; errors?: { type?: string; path?: unknown[] }[] };
    const isOnlyUnseen = errors?.every(
      ({ type, path }) => path?.[0] === 'organisation' && (type === 'NOT_FOUND' || type === 'FORBIDDEN'),
    );
    if (!data?.repository || !isOnlyUnseen) throw error;
    log.info({ repository: organisationRepository }, 'the configuration of the owner cannot be seen, or there is none');
    return data;
  }
}

/**
 * What the owner's repository `.github` and the repository itself say about reviews, in this order: the second at the tip of the branch that is
 * merged into as it is now, never at the head; the commit that a webhook names as the base may be weeks old. The owner's one is left out where the
 * installation cannot see it: it is not there, or private and the app not installed on it.
 */
export async function trustedFilesIn(
  octokit: GitHubClient,
  { owner, repo }: Pick<ReviewJob, 'owner' | 'repo'>,
  { organisation }: OrganisationAnswer,
  branch: RefAnswer | undefined,
): Promise<TrustedFiles[]> {
  const places: TrustedFiles[] = [];
  const shared = organisation?.defaultBranchRef?.target;
  if (shared) {
    const place = { owner, name: organisationRepository, source: `${owner}/${organisationRepository}:` };
    places.push(await filesOf(octokit, place, shared));
  }
  if (branch?.target) places.push(await filesOf(octokit, { owner, name: repo, source: '' }, branch.target));
  return places;
}

interface Place {
  owner: string;
  name: string;
  source: string;
}

async function filesOf(
  octokit: GitHubClient,
  place: Place,
  { oid, config, incidents }: SettingsAnswer,
): Promise<TrustedFiles> {
  const files = new Map<string, FileText>();
  if (config) files.set(configPath, config.mode === symbolicLinkMode ? symbolicLink : textOf(config.object));
  const wanted: string[] = [];
  let bytes = 0;
  const folders = (incidents?.object?.entries ?? []).filter(({ type }) => type === 'tree');
  for (const [index, { name, object }] of folders.entries()) {
    for (const file of (object?.entries ?? []).filter((entry) => incidentFiles.includes(entry.name))) {
      const path = `${ownIncidentsPath}/${name}/${file.name}`;
      bytes += file.size;
      if (file.type !== 'blob' || file.mode === symbolicLinkMode) files.set(path, symbolicLink);
      else if (index >= ownIncidentsMax)
        files.set(path, { unreadable: `at most ${ownIncidentsMax} incidents are read` });
      else if (bytes > ownIncidentsBytesMax)
        files.set(path, { unreadable: `at most ${ownIncidentsBytesMax} bytes of incidents are read` });
      else wanted.push(path);
    }
  }
  for (const [path, text] of await textsAt(octokit, place, oid, wanted)) files.set(path, text);
  return { source: place.source, files };
}

/** One more query, only where there are incidents. */
async function textsAt(
  octokit: GitHubClient,
  { owner, name }: Place,
  commit: string,
  paths: readonly string[],
): Promise<[string, FileText][]> {
  if (paths.length === 0) return [];
  const { query, variables } = objectsQuery(paths.map((path) => ({ expression: `${commit}:${path}`, wanted: 'text' })));
  const { repository } = await asking(`read ${paths.length} files of incidents`, () =>
    octokit.graphql<{ repository: Record<string, BlobAnswer | null> | null }>(query, { ...variables, owner, name }),
  );
  return paths.map((path, index) => [path, textOf(repository?.[`o${index}`] ?? null)]);
}

const symbolicLink: FileText = { unreadable: 'a symbolic link, a folder or a submodule' };

function textOf(blob: BlobAnswer | { __typename: string } | null): FileText {
  if (blob?.__typename !== 'Blob' || !('text' in blob)) return symbolicLink;
  if (blob.isTruncated) return { unreadable: `${blob.byteSize} bytes` };
  return blob.text === null || blob.isBinary ? { unreadable: 'binary data' } : { text: blob.text };
}
