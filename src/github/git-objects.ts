/** What a query asks of one object: its directory entries, those with the texts of the files, or its own text. */
export type Wanted = 'entries' | 'entries with texts' | 'text';

/** `text` is cut off when `isTruncated`; GitHub gives `null` when it takes the blob for binary or does not know its encoding. */
export interface BlobAnswer {
  __typename: 'Blob';
  oid: string;
  byteSize: number;
  isBinary: boolean | null;
  isTruncated: boolean;
  text: string | null;
}

export interface EntryAnswer {
  name: string;
  type: string;
  mode: number;
  oid: string;
  /** Only with `entries with texts`. */
  object?: BlobAnswer | { __typename: 'Tree' | 'Commit' } | null;
}

export interface TreeAnswer {
  __typename: 'Tree';
  oid: string;
  entries: EntryAnswer[] | null;
}

/** `null` for what does not exist. */
export type ObjectAnswer = BlobAnswer | TreeAnswer | { __typename: 'Commit' | 'Tag' } | null;

/** One object to be asked for. The expression is git's (`<commit>:<path>` or an object id): https://git-scm.com/docs/gitrevisions */
export interface ObjectWish {
  expression: string;
  wanted: Wanted;
}

const blobFields = '__typename ... on Blob { oid byteSize isBinary isTruncated text }';
const fields: Record<Wanted, string> = {
  text: blobFields,
  entries: '__typename ... on Tree { oid entries { name type mode oid } }',
  'entries with texts': `__typename ... on Tree { oid entries { name type mode oid object { ${blobFields} } } }`,
};

/** One query for many objects. What a pull request's author chose (paths) goes into variables, never into the text of the query. */
export function objectsQuery(wishes: readonly ObjectWish[]): { query: string; variables: Record<string, string> } {
  const declared = wishes.map((_, index) => `$e${index}: String!`).join(', ');
  const asked = wishes.map(({ wanted }, index) => `o${index}: object(expression: $e${index}) { ${fields[wanted]} }`);
  return {
    query: `query ReadObjects($owner: String!, $name: String!, ${declared}) {
  repository(owner: $owner, name: $name) {
    ${asked.join('\n    ')}
  }
}`,
    variables: Object.fromEntries(wishes.map(({ expression }, index) => [`e${index}`, expression])),
  };
}
