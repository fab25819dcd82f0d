import { createHash } from 'node:crypto';
import nock from 'nock';

export type Files = Record<string, string | { symlink: string } | { binary: true } | { bytes: number }>;

interface Blob {
  oid: string;
  byteSize: number;
  isBinary: boolean;
  isTruncated: boolean;
  text: string | null;
}

/** What GraphQL's `object(expression:)` answers over files in memory, with the truncation of large texts and the modes of git. */
export function memoryObjects(commits: Record<string, Files>) {
  const blobs = new Map<string, Blob>();
  const trees = new Map<string, object>();

  function blobOf(file: Files[string]): Blob {
    const text =
      typeof file === 'string' ? file : 'symlink' in file ? file.symlink : 'x'.repeat('bytes' in file ? file.bytes : 1);
    const isBinary = typeof file === 'object' && 'binary' in file;
    const oid = createHash('sha1').update(`${isBinary} ${text}`).digest('hex');
    const isTruncated = text.length > 512_000;
    const blob = { oid, byteSize: text.length, isBinary, isTruncated, text: isBinary ? null : text.slice(0, 512_000) };
    blobs.set(oid, blob);
    return blob;
  }

  function treeOf(commit: string, directory: string): object {
    const prefix = directory === '' ? '' : `${directory}/`;
    const entries = new Map<string, object>();
    for (const [path, file] of Object.entries(commits[commit] ?? {})) {
      if (!path.startsWith(prefix)) continue;
      const [name = '', ...below] = path.slice(prefix.length).split('/');
      const isLink = typeof file === 'object' && 'symlink' in file;
      entries.set(
        name,
        below.length > 0
          ? { name, type: 'tree', mode: 0o40000, oid: 'd'.repeat(40), object: { __typename: 'Tree' } }
          : {
              name,
              type: 'blob',
              mode: isLink ? 0o120000 : 0o100644,
              oid: blobOf(file).oid,
              object: { __typename: 'Blob', ...blobOf(file) },
            },
      );
    }
    return {
      __typename: 'Tree',
      oid: createHash('sha1')
        .update(commit + directory)
        .digest('hex'),
      entries: [...entries.values()],
    };
  }

  for (const [commit, files] of Object.entries(commits)) {
    for (const file of Object.values(files)) blobOf(file);
    for (const path of Object.keys(files)) {
      const names = path.split('/').slice(0, -1);
      for (let depth = 0; depth <= names.length; depth++) {
        const directory = names.slice(0, depth).join('/');
        trees.set(`${commit}:${directory}`, treeOf(commit, directory));
      }
    }
  }

  function object(expression: string, withTexts: boolean): unknown {
    const tree = trees.get(expression) as { entries: Record<string, unknown>[] } | undefined;
    if (tree) return withTexts ? tree : { ...tree, entries: tree.entries.map(({ object: _, ...entry }) => entry) };
    const colon = expression.indexOf(':');
    const file = commits[expression.slice(0, colon)]?.[expression.slice(colon + 1)];
    const blob = blobs.get(expression) ?? (file === undefined ? undefined : blobOf(file));
    return blob ? { __typename: 'Blob', ...blob } : null;
  }

  return {
    /** Answers one query; for a nock of `/graphql`. */
    answer(body: { query: string; variables: Record<string, string> }): object {
      const asked = [...body.query.matchAll(/(o\d+): object\(expression: \$(e\d+)\) \{([^\n]*)\}$/gm)];
      return {
        data: {
          repository: Object.fromEntries(
            asked.map(([, alias = '', variable = '', fields = '']) => [
              alias,
              object(body.variables[variable] ?? '', /oid object \{/.test(fields)),
            ]),
          ),
        },
      };
    },
    blobId: (file: Files[string]) => blobOf(file).oid,
  };
}

/** Serves the objects for as long as the test runs. */
export function serveObjects(objects: ReturnType<typeof memoryObjects>) {
  nock('https://api.github.com')
    .persist()
    .post('/graphql')
    .reply(200, (_, body) => objects.answer(body as Parameters<typeof objects.answer>[0]));
}
