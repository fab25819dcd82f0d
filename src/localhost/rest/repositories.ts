import { complete } from '../complete.js';
import { diffCommits } from '../git-diff.js';
import { readCommit, readTree } from '../git-objects.js';
import type { GitObject } from '../git-store.js';
import { GitHubError, notFound } from '../github-error.js';
import { mergeBaseOf } from '../placement.js';
import { apiUrl, htmlUrl, renderRepository } from '../render.js';
import type { Repository, State } from '../state.js';
import { type Answer, type Call, commitOf, paginate, type RepositoryHandler } from './call.js';
import { renderFiles } from './files.js';

/** Largest blob of git/get-blob, and largest file of repos/get-content with its text. https://docs.github.com/rest/git/blobs#get-a-blob */
const megabyte = 1024 * 1024;
const blobBytesMax = 100 * megabyte;
/** https://docs.github.com/rest/repos/contents#get-repository-content */
const contentBytesMax = megabyte;

export const repositories: Record<string, RepositoryHandler> = {
  'repos/get': ({ state }, repository) => {
    return { status: 200, body: renderRepository(state, repository, 'full-repository') };
  },

  'git/get-blob': async ({ state, parameters, accept }, repository) => {
    const object = await objectById(repository, parameters.file_sha, 'blob');
    if (object.content.length > blobBytesMax) {
      throw new GitHubError(403, 'This API returns blobs up to 100 MB in size.', [
        { resource: 'Blob', field: 'data', code: 'too_large' },
      ]);
    }
    if (accept.includes('raw')) return { status: 200, body: object.content };
    return { status: 200, body: renderBlob(state, repository, object) };
  },

  'git/get-tree': async (call, repository) => {
    const name = call.parameters.tree_sha ?? '';
    const id = await repository.store.resolve(`${name}^{tree}`);
    if (id === undefined) throw notFound();
    return { status: 200, body: await renderTree(call, repository, id) };
  },

  'repos/compare-commits-with-basehead': compare,
  'repos/get-content': content,
};

async function objectById(repository: Repository, id: string | undefined, type: GitObject['type']): Promise<GitObject> {
  if (!/^[0-9a-f]{40}$/.test(id ?? ''))
    throw new GitHubError(422, 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  const object = await repository.store.read(id ?? '');
  if (object?.type !== type) throw notFound();
  return object;
}

const renderBlob = (state: State, repository: Repository, { id, content }: GitObject) => ({
  sha: id,
  node_id: `B_${id}`,
  size: content.length,
  url: `${apiUrl(state, repository)}/git/blobs/${id}`,
  content: base64Lines(content),
  encoding: 'base64',
});

/** GitHub breaks base64 after 60 characters and ends it with a line feed. */
const base64Lines = (content: Buffer): string => content.toString('base64').replaceAll(/.{1,60}/g, '$&\n');

async function renderTree({ state, query }: Call, repository: Repository, id: string): Promise<unknown> {
  // Any value makes it recursive, `0` and `false` too: https://docs.github.com/rest/git/trees#get-a-tree
  const recursive = query.recursive !== undefined;
  const args = ['ls-tree', '-z', '--long', ...(recursive ? ['-r', '-t'] : []), id];
  const lines = (await repository.store.run(args))
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '');
  const tree = lines.map((line) => {
    const [, mode = '', type = '', sha = '', size = '', path = ''] =
      /^(\d+) (\w+) (\w+) +(\S+)\t([\s\S]*)$/.exec(line) ?? [];
    const url = `${apiUrl(state, repository)}/git/${type}s/${sha}`;
    return { path, mode, type, sha, url, ...(size !== '-' && { size: Number(size) }) };
  });
  return { sha: id, url: `${apiUrl(state, repository)}/git/trees/${id}`, tree, truncated: false };
}

async function compare(call: Call, repository: Repository): Promise<Answer> {
  const { state, parameters } = call;
  const [base = '', head = ''] = (parameters.basehead ?? '').split('...');
  const [baseCommit, headCommit] = await Promise.all([commitOf(repository, base), commitOf(repository, head)]);
  if (baseCommit === undefined || headCommit === undefined) throw notFound();
  const mergeBase = await mergeBaseOf(repository, baseCommit, headCommit);
  // https://github.com/github-changelog-generator/github-changelog-generator/issues/994
  if (mergeBase === undefined) throw new GitHubError(404, `No common ancestor between ${base} and ${head}.`);
  const listed = await repository.store.ask(['rev-list', '--reverse', `${baseCommit}..${headCommit}`]);
  const commits = (listed ?? '').split('\n').filter((line) => line !== '');
  const behind = Number(await repository.store.ask(['rev-list', '--count', `${headCommit}..${baseCommit}`]));
  const page = paginate(call, commits, 250);
  // "The list of changed files is only shown on the first page of results".
  const files = page.number === 1 ? await diffCommits(repository.store, mergeBase, headCommit) : [];
  const render = (id: string) => renderCommit(state, repository, id);
  const urls = {
    html_url: `${htmlUrl(state, repository)}/compare/${parameters.basehead}`,
    permalink_url: `${htmlUrl(state, repository)}/compare/${baseCommit}...${headCommit}`,
  };
  const body = {
    ...urls,
    url: call.url,
    base_commit: await render(baseCommit),
    merge_base_commit: await render(mergeBase),
    status: statusOf(commits.length, behind),
    ahead_by: commits.length,
    behind_by: behind,
    total_commits: commits.length,
    commits: await Promise.all(page.items.map(render)),
    ...(page.number === 1 && {
      files: renderFiles(state, repository, headCommit, files.slice(0, state.limits.filesPerComparison)),
    }),
  };
  return { status: 200, body: complete(state.contract.description, 'commit-comparison', body), headers: page.headers };
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

async function renderCommit(state: State, repository: Repository, id: string): Promise<unknown> {
  const { tree, parents, message, author } = readCommit(await objectById(repository, id, 'commit'));
  const url = (sha: string): string => `${apiUrl(state, repository)}/commits/${sha}`;
  return {
    sha: id,
    node_id: `C_${id}`,
    url: url(id),
    html_url: `${htmlUrl(state, repository)}/commit/${id}`,
    author: null,
    committer: null,
    commit: { message, author, committer: author, tree: { sha: tree } },
    parents: parents.map((sha) => ({ sha, url: url(sha) })),
  };
}

async function content({ state, parameters, query, accept }: Call, repository: Repository): Promise<Answer> {
  const path = (parameters.path ?? '').replace(/\/$/, '');
  const commit = await commitOf(repository, query.ref ?? 'HEAD');
  if (commit === undefined) throw new GitHubError(404, `No commit found for the ref ${query.ref ?? 'HEAD'}`);
  const object = await repository.store.read(`${commit}:${path}`);
  if (!object) throw notFound();
  if (object.type === 'tree') {
    const entries = await Promise.all(
      readTree(object).map((entry) =>
        contentEntry(state, repository, path === '' ? entry.name : `${path}/${entry.name}`, entry),
      ),
    );
    return { status: 200, body: entries };
  }
  if (accept.includes('raw')) return { status: 200, body: object.content };
  // Between 1 and 100 MB, the content is an empty string and the encoding is `none`.
  const large = object.content.length > contentBytesMax;
  const entry = await contentEntry(state, repository, path, { id: object.id, type: 'blob' });
  const text = large ? { content: '', encoding: 'none' } : { content: base64Lines(object.content), encoding: 'base64' };
  return { status: 200, body: { ...entry, size: object.content.length, ...text } };
}

async function contentEntry(state: State, repository: Repository, path: string, entry: { id: string; type: string }) {
  const url = `${apiUrl(state, repository)}/contents/${path}`;
  const git = `${apiUrl(state, repository)}/git/${entry.type}s/${entry.id}`;
  const html = `${htmlUrl(state, repository)}/blob/HEAD/${path}`;
  const isFile = entry.type === 'blob';
  return {
    type: isFile ? 'file' : entry.type === 'tree' ? 'dir' : 'file',
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha: entry.id,
    size: isFile ? ((await repository.store.read(entry.id))?.content.length ?? 0) : 0,
    url,
    git_url: git,
    html_url: html,
    download_url: isFile ? `${htmlUrl(state, repository)}/raw/HEAD/${path}` : null,
    _links: { self: url, git, html },
  };
}
