/** Of a connection, as GitHub names them. */
export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** A page of a connection. A cursor is the index of its item. */
export function connection<T, U>(
  items: readonly T[],
  { first, last, after, before }: PageArguments,
  render: (item: T) => U,
) {
  const from = after ? Number(Buffer.from(after, 'base64').toString()) + 1 : 0;
  const to = before ? Number(Buffer.from(before, 'base64').toString()) : items.length;
  const start = last ? Math.max(from, to - last) : from;
  const end = first ? Math.min(to, start + first) : to;
  const cursor = (index: number): string | null => (end > start ? Buffer.from(String(index)).toString('base64') : null);
  return {
    nodes: items.slice(start, end).map(render),
    totalCount: items.length,
    pageInfo: {
      startCursor: cursor(start),
      endCursor: cursor(end - 1),
      hasPreviousPage: start > 0,
      hasNextPage: end < items.length,
    },
  };
}
