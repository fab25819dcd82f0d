// The pull requests of the crash test, and what must be read on each in the end.

const checkName = 'Hindsight';
const module = 'module example.com/agent\n\ngo 1.22\n\nrequire github.com/vishvananda/netlink v1.3.0\n';

/** A file whose function gives the handle back or not. */
const source = (name, repaired) => `package ${name}

import "github.com/vishvananda/netlink"

func Links() (int, error) {
	handle, err := netlink.NewHandle()
	if err != nil {
		return 0, err
	}
${repaired ? '\tdefer handle.Delete()\n' : ''}	links, err := handle.LinkList()
	if err != nil {
		return 0, err
	}
	return len(links), nil
}
`;

export const base = { 'go.mod': module, 'README.md': 'An agent.\n' };

/** Two comments in one review. */
export const defect = { 'one/one.go': source('one', false), 'two/two.go': source('two', false) };

/** One comment is closed, the other stays. */
export const halfRepair = { 'one/one.go': source('one', true) };

/** True when so many of our checks on the head are concluded, and none is in progress. */
export async function isConcluded(pull, count = 1) {
  const ours = (await pull.view()).checkRuns.filter(({ name }) => name === checkName);
  return ours.length >= count && ours.every(({ status }) => status === 'completed');
}

/** All that a reader of the pull request sees, without ids and commits, which differ from one to the next. */
export async function readable(pull) {
  const view = await pull.view();
  const plain = (text) =>
    text
      ?.replace(/[0-9a-f]{7,40}/g, 'ID')
      .replace(/#discussion_r\d+/g, '#comment')
      .replace(/pull\/\d+/g, 'pull/N')
      // What became of earlier findings: it grows with the pull requests of the run.
      .replace(/<br>\n<sub>Of \d+ outcomes? here, .*<\/sub>/g, '');
  return {
    reviews: view.reviews.map(({ state, body, commentIds }) => ({ state, body, comments: commentIds.length })),
    threads: view.threads
      .map(({ path, line, side, comments }) => ({
        path,
        line,
        side,
        comments: comments.map(({ author, body, minimized }) => ({ author, body: plain(body), minimized })),
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    checks: view.checkRuns.map(({ name, status, conclusion, title, annotations }) => ({
      name,
      status,
      conclusion,
      title,
      annotations: annotations.map(({ path, startLine, message }) => ({ path, startLine, message: plain(message) })),
    })),
  };
}
