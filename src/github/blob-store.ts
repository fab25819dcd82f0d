import type { SourceText } from '../go/source-tree.js';
import type { BlobAnswer } from './git-objects.js';
import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';
import type { ReadObject } from './object-reader.js';

/**
 * A source file above it is not read. The blob endpoint would give 100 MB (https://docs.github.com/en/rest/git/blobs#get-a-blob); what is
 * larger than this was not written by hand.
 */
const sourceBytesMax = 4 * 1024 * 1024;

export interface BlobStore {
  /** Keeps what came along with a directory, for the read that usually follows. */
  keep(blob: BlobAnswer): void;
  /** The text of a blob, fetched once however many files and commits have it. */
  text(id: string): Promise<SourceText>;
}

/** Blobs by object id, shared by both sides of a change: a file that is the same on both is fetched once. */
export function createBlobStore(
  octokit: GitHubClient,
  { owner, repo }: { owner: string; repo: string },
  readObject: ReadObject,
): BlobStore {
  const texts = new Map<string, Promise<SourceText>>();
  const kept = new Map<string, BlobAnswer>();

  /** GraphQL cuts texts at 512,000 bytes (https://github.com/sveltia/sveltia-cms/issues/950), and has none where it does not know the encoding. */
  async function whole(id: string): Promise<SourceText> {
    const { data } = await asking(`read the blob ${id}`, () =>
      octokit.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { owner, repo, file_sha: id }),
    );
    return decoded(id, Buffer.from(data.content, 'base64'));
  }

  async function fetchText(id: string): Promise<SourceText> {
    const blob = kept.get(id) ?? (await readObject({ expression: id, wanted: 'text' }));
    kept.delete(id);
    if (blob?.__typename !== 'Blob') return { id, unreadable: 'GitHub does not have this object' };
    if (blob.isBinary) return { id, unreadable: 'binary' };
    if (blob.byteSize > sourceBytesMax) {
      return { id, unreadable: `too large: ${blob.byteSize} bytes, at most ${sourceBytesMax} are read` };
    }
    return blob.text === null || blob.isTruncated ? whole(id) : { id, text: blob.text };
  }

  return {
    keep(blob) {
      if (!texts.has(blob.oid)) kept.set(blob.oid, blob);
    },
    text(id) {
      const known = texts.get(id);
      if (known) return known;
      const text = fetchText(id);
      texts.set(id, text);
      // Not a failure for ever: whoever asks again after an error asks GitHub again.
      text.catch(() => texts.delete(id));
      return text;
    },
  };
}

function decoded(id: string, bytes: Buffer): SourceText {
  if (bytes.includes(0)) return { id, unreadable: 'binary' };
  try {
    return { id, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { id, unreadable: 'not UTF-8' };
  }
}
