import { GraphQLError } from 'graphql';
import { allows } from './access.js';
import type { State, Token } from './state.js';
import type { Permissions } from './world.js';

export interface GraphqlContext {
  state: State;
  token: Token;
  remaining: number;
}

/** Refuses with GitHub's words and type. https://github.com/github/gh-aw/issues/35726 */
export function requirePermissions(context: GraphqlContext, permissions: Permissions): void {
  if (!allows(context.token, permissions)) throw graphqlError('FORBIDDEN', 'Resource not accessible by integration');
}

export const graphqlError = (type: 'NOT_FOUND' | 'FORBIDDEN' | 'UNPROCESSABLE', message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } });
