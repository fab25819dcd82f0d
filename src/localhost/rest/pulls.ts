import { diffOfPull } from '../placement.js';
import { pullFigures, renderPull, renderReview } from '../render.js';
import { ofPull, paginate, type RepositoryHandler } from './call.js';
import { renderFiles } from './files.js';

export const pulls: Record<string, RepositoryHandler> = {
  'pulls/get': ofPull(async ({ state }, repository, pull) => {
    const figures = await pullFigures(repository, pull);
    return { status: 200, body: renderPull(state, repository, pull, figures) };
  }),

  'pulls/list-files': ofPull(async (call, repository, pull) => {
    const files = await diffOfPull(repository, pull);
    const { items, headers } = paginate(call, files.slice(0, call.state.limits.filesPerPull));
    return { status: 200, body: renderFiles(call.state, repository, pull.headSha, items), headers };
  }),

  'pulls/list-reviews': ofPull((call, repository, pull) => {
    const { items, headers } = paginate(call, pull.reviews);
    return { status: 200, body: items.map((review) => renderReview(call.state, repository, pull, review)), headers };
  }),
};
