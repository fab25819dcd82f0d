import type { GitObject } from './git-store.js';

export interface TreeItem {
  name: string;
  id: string;
  type: 'blob' | 'tree' | 'commit';
  /** As git writes it, in octal: `100644`. */
  mode: string;
}

const idBytes = 20;

/** The entries of a tree object: `<mode> <name> NUL <20 bytes of id>`, again and again. */
export function readTree({ content }: GitObject): TreeItem[] {
  const items: TreeItem[] = [];
  for (let at = 0; at < content.length; ) {
    const end = content.indexOf(0, at);
    const [mode = '', ...name] = content.toString('utf8', at, end).split(' ');
    at = end + 1 + idBytes;
    const type = mode === '40000' ? 'tree' : mode === '160000' ? 'commit' : 'blob';
    items.push({ name: name.join(' '), id: content.toString('hex', end + 1, at), type, mode });
  }
  return items;
}

export interface CommitInfo {
  tree: string;
  parents: string[];
  message: string;
  author: { name: string; email: string; date: string };
}

export function readCommit({ content }: GitObject): CommitInfo {
  const text = content.toString('utf8');
  const end = text.indexOf('\n\n');
  const header = text.slice(0, end);
  const [, name = '', email = '', seconds = '0'] = /^author (.*) <(.*)> (\d+) /m.exec(header) ?? [];
  const date = new Date(Number(seconds) * 1000).toISOString().replace('.000', '');
  return {
    tree: /^tree (.+)$/m.exec(header)?.[1] ?? '',
    parents: [...header.matchAll(/^parent (.+)$/gm)].map(([, id = '']) => id),
    message: text.slice(end + 2).replace(/\n$/, ''),
    author: { name, email, date },
  };
}

const bytesLookedAt = 8000;

/** As git decides it: a NUL among the first bytes. https://git-scm.com/docs/gitattributes#_marking_files_as_binary */
export const isBinary = (content: Buffer): boolean => content.subarray(0, bytesLookedAt).includes(0);
