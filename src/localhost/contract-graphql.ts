import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  parse,
  specifiedRules,
  type ValidationContext,
  validate,
} from 'graphql';
import type { Refuse } from './contract.js';

export interface GraphqlRequest {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

/** https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#node-limit */
const itemsPerPageMax = 100;

/** Checks a query and its variables against the schema. */
export function checkGraphql(schema: GraphQLSchema, request: GraphqlRequest | undefined, refuse: Refuse): void {
  const document = parseQuery(request, refuse);
  if (!request || !document) return;
  for (const error of validate(schema, document, [...specifiedRules, pagesHaveSize])) {
    refuse('request.body/query', error.message, error.nodes?.[0]?.loc?.source.body.slice(error.nodes[0].loc.start));
  }
  checkVariables(schema, document, request, refuse);
}

function parseQuery(request: GraphqlRequest | undefined, refuse: Refuse): DocumentNode | undefined {
  try {
    if (typeof request?.query === 'string') return parse(request.query);
    refuse('request.body/query', 'a GraphQL query', request?.query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    refuse('request.body/query', error.message, request?.query);
  }
  return undefined;
}

function checkVariables(schema: GraphQLSchema, document: DocumentNode, request: GraphqlRequest, refuse: Refuse): void {
  const operation = getOperationAST(document, request.operationName);
  if (!operation) {
    refuse('request.body/operationName', 'the name of one operation', request.operationName);
    return;
  }
  const definitions = operation.variableDefinitions ?? [];
  const variables = request.variables ?? {};
  for (const error of getVariableValues(schema, definitions, variables).errors ?? []) {
    refuse('request.body/variables', error.message, variables);
  }
  const declared = new Set(definitions.map((definition) => definition.variable.name.value));
  for (const name of Object.keys(variables)) {
    if (!declared.has(name)) refuse(`request.body/variables/${name}`, 'a declared variable', variables[name]);
  }
}

/** Every connection needs `first` or `last`, from 1 to 100. The schema does not say so, GitHub refuses it. */
function pagesHaveSize(context: ValidationContext) {
  return {
    Field(node: FieldNode) {
      const sized = context.getFieldDef()?.args.some((argument) => argument.name === 'first');
      if (!sized) return;
      const size = node.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last');
      const value = size?.value.kind === Kind.INT ? Number(size.value.value) : 1;
      if (size && value >= 1 && value <= itemsPerPageMax) return;
      const message = `${node.name.value} needs first or last, from 1 to ${itemsPerPageMax}`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}
