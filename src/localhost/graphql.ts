import { type ExecutionResult, GraphQLError, type GraphQLFormattedError, graphql } from 'graphql';
import type { GraphqlRequest } from './contract-graphql.js';
import { GitHubError } from './github-error.js';
import { connection, type PageArguments } from './graphql-connection.js';
import { type GraphqlContext, graphqlError, requirePermissions } from './graphql-context.js';
import { mergeQueue } from './graphql-merge-queue.js';
import { mutations } from './graphql-mutations.js';
import { nodeById } from './graphql-nodes.js';
import { gitObject, gitReference } from './graphql-objects.js';
import { pullRequest } from './graphql-pulls.js';
import { htmlUrl, timestamp } from './render.js';
import { fullName, type Pull, type Repository, type State } from './state.js';

/** Answers a query that has passed the contract. Faults stand beside the data, with status 200. */
export async function runGraphql(context: GraphqlContext, request: GraphqlRequest): Promise<unknown> {
  const result: ExecutionResult = await graphql({
    schema: context.state.contract.graphqlSchema,
    source: request.query,
    variableValues: request.variables ?? {},
    operationName: request.operationName ?? null,
    rootValue: { ...query, ...mutations },
    contextValue: context,
  });
  const { data, errors } = result;
  return { data, ...(errors && { errors: errors.map(asGitHub) }) };
}

/** GitHub puts the type beside the message, and not among extensions. */
function asGitHub(error: GraphQLError): GraphQLFormattedError & { type?: unknown } {
  const { originalError } = error;
  // A fault of this server, and not a refusal, must not look like an answer.
  if (originalError && !(originalError instanceof GraphQLError) && !(originalError instanceof GitHubError))
    throw originalError;
  const { extensions, ...rest } = error.toJSON();
  const type = originalError instanceof GitHubError ? 'UNPROCESSABLE' : extensions?.type;
  return { ...(type !== undefined && { type }), ...rest };
}

const query = {
  repository({ owner, name }: { owner: string; name: string }, { state, token }: GraphqlContext) {
    const repository = state.repositories.get(`${owner}/${name}`);
    if (!repository || (token.repositories && !token.repositories.includes(name))) {
      throw graphqlError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
    }
    return repositoryNode(state, repository);
  },

  node({ id }: { id: string }, context: GraphqlContext) {
    const node = nodeById(context.state, id);
    if (!node) throw graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
    return node;
  },

  viewer(_: unknown, { state }: GraphqlContext) {
    const { login, id } = state.bot;
    return { __typename: 'User', id: `BOT_${id}`, databaseId: id, login };
  },

  rateLimit(_: unknown, { state, remaining }: GraphqlContext) {
    const limit = state.limits.requestsPerHour;
    const resetAt = timestamp(new Date(state.now() + 60 * 60 * 1000));
    return { cost: 1, limit, nodeCount: 0, remaining, resetAt, used: limit - remaining };
  },
};

interface PullsArguments extends PageArguments {
  states?: string[] | null;
  orderBy?: { field: 'UPDATED_AT' | 'CREATED_AT' | 'COMMENTS'; direction: 'ASC' | 'DESC' } | null;
}

function pullsOf(repository: Repository, { states, orderBy }: PullsArguments): Pull[] {
  const pulls = [...repository.pulls.values()].filter(
    ({ state }) => !states || states.includes(state === 'open' ? 'OPEN' : 'CLOSED'),
  );
  if (orderBy?.field !== 'UPDATED_AT') return pulls;
  const oldestFirst = pulls.sort((one, other) => one.updatedAt.getTime() - other.updatedAt.getTime());
  return orderBy.direction === 'DESC' ? oldestFirst.reverse() : oldestFirst;
}

function repositoryNode(state: State, repository: Repository) {
  return {
    __typename: 'Repository',
    id: `R_${repository.id}`,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    isPrivate: repository.private,
    url: htmlUrl(state, repository),
    defaultBranchRef: () => gitReference(state, repository, 'refs/heads/main'),
    ref: ({ qualifiedName }: { qualifiedName: string }) => gitReference(state, repository, qualifiedName),
    object({ expression, oid }: { expression?: string | null; oid?: string | null }, context: GraphqlContext) {
      requirePermissions(context, { contents: 'read' });
      return gitObject(state, repository, oid ?? expression ?? '');
    },
    pullRequest({ number }: { number: number }, context: GraphqlContext) {
      requirePermissions(context, { pull_requests: 'read' });
      const pull = repository.pulls.get(number);
      if (pull) return pullRequest(state, repository, pull);
      throw graphqlError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
    },
    pullRequests(wanted: PullsArguments, context: GraphqlContext) {
      requirePermissions(context, { pull_requests: 'read' });
      return connection(pullsOf(repository, wanted), wanted, (pull) => pullRequest(state, repository, pull));
    },
    mergeQueue({ branch }: { branch?: string | null }, context: GraphqlContext) {
      requirePermissions(context, { merge_queues: 'read' });
      return mergeQueue(state, repository, branch ?? 'main');
    },
  };
}
