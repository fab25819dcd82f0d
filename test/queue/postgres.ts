/** Plain JavaScript without types, as all scripts are. */
const { findPostgres, startPostgres } = await import(
  new URL('../../scripts/reliability/postgres-server.mjs', import.meta.url).href
);

export interface TestServer {
  createDatabase(name: string): Promise<string>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const programs: string | undefined = await findPostgres();

/** Without it these tests are left out, and said to be: `npm run get-postgres` brings it, and CI always does. */
export const hasPostgres = programs !== undefined;

export const startTestServer = (): Promise<TestServer> => startPostgres(programs);
