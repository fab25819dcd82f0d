import { basename, dirname } from 'node:path/posix';
import { isBinary, readCommit, readTree, type TreeItem } from './git-objects.js';
import type { GitObject } from './git-store.js';
import { checkSuites, type SuiteArguments } from './graphql-checks.js';
import { type GraphqlContext, requirePermissions } from './graphql-context.js';
import type { Repository, State } from './state.js';

/** A git object by its id, or by an expression such as `main:go.mod`; null when there is none. */
export async function gitObject(state: State, repository: Repository, expression: string): Promise<unknown> {
  const object = await repository.store.read(expression);
  const folder = /^[^:]+:(.*?)\/?$/.exec(expression)?.[1] ?? '';
  return object ? render(state, repository, object, folder) : null;
}

/** A branch or a tag by its full name, such as `refs/heads/main`; null when there is none. */
export async function gitReference(state: State, repository: Repository, qualifiedName: string): Promise<unknown> {
  const id = await repository.store.resolve(qualifiedName);
  if (id === undefined) return null;
  return {
    __typename: 'Ref',
    id: `REF_${repository.id}_${qualifiedName}`,
    name: qualifiedName.replace(/^refs\/(heads|tags)\//, ''),
    target(_: unknown, context: GraphqlContext) {
      requirePermissions(context, { contents: 'read' });
      return gitObject(state, repository, id);
    },
  };
}

function render(state: State, repository: Repository, object: GitObject, folder = '') {
  if (object.type === 'blob') return renderBlob(state, object);
  if (object.type === 'tree') return renderTree(state, repository, object, folder);
  if (object.type === 'commit') return renderCommit(state, repository, object);
  const name = /^tag (.+)$/m.exec(object.content.toString())?.[1] ?? '';
  return { __typename: 'Tag', id: `T_${object.id}`, oid: object.id, name };
}

function renderBlob(state: State, { id, content }: GitObject) {
  const binary = isBinary(content);
  const { blobTextBytes } = state.limits;
  return {
    __typename: 'Blob',
    id: `B_${id}`,
    oid: id,
    byteSize: content.length,
    isBinary: binary,
    isTruncated: content.length > blobTextBytes,
    // "UTF8 text data or null if the Blob is binary": https://docs.github.com/graphql/reference/objects#blob
    text: binary ? null : content.toString('utf8', 0, blobTextBytes),
  };
}

function renderTree(state: State, repository: Repository, object: GitObject, folder: string) {
  return {
    __typename: 'Tree',
    id: `TR_${object.id}`,
    oid: object.id,
    entries: () => readTree(object).map((item) => renderEntry(state, repository, item, folder)),
  };
}

function renderEntry(state: State, repository: Repository, item: TreeItem, folder: string) {
  const path = folder === '' ? item.name : `${folder}/${item.name}`;
  const read = async () => (item.type === 'commit' ? undefined : repository.store.read(item.id));
  return {
    name: item.name,
    path,
    type: item.type,
    oid: item.id,
    // A number, and not octal: 33188 for 100644.
    mode: Number.parseInt(item.mode, 8),
    size: async () => (item.type === 'blob' ? ((await read())?.content.length ?? 0) : 0),
    async object() {
      const object = await read();
      return object && render(state, repository, object, path);
    },
  };
}

function renderCommit(state: State, repository: Repository, object: GitObject) {
  const { tree, message, author } = readCommit(object);
  return {
    __typename: 'Commit',
    id: `C_${object.id}`,
    oid: object.id,
    message,
    committedDate: author.date,
    checkSuites(wanted: SuiteArguments, context: GraphqlContext) {
      requirePermissions(context, { checks: 'read' });
      return checkSuites(repository, object.id, wanted);
    },
    file: ({ path }: { path: string }) => fileOf(state, repository, object, path),
    tree: () => gitObject(state, repository, tree),
  };
}

/** "The tree entry representing the file located at the given path": https://docs.github.com/en/graphql/reference/objects#commit. Null where nothing is. */
async function fileOf(state: State, repository: Repository, commit: GitObject, path: string) {
  const folder = dirname(path) === '.' ? '' : dirname(path);
  const tree = await repository.store.read(`${commit.id}:${folder}`);
  const item = tree?.type === 'tree' ? readTree(tree).find(({ name }) => name === basename(path)) : undefined;
  return item ? renderEntry(state, repository, item, folder) : null;
}
