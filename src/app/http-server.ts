import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const requestMillisecondsMax = 30_000;
const headersMillisecondsMax = 10_000;

export interface HttpServer {
  url: string;
  /** Takes no more connections and resolves when the answers under way are sent. */
  close(): Promise<void>;
}

/** Port 0 takes any free one. Rejects when the port is taken. */
export async function startHttpServer(
  where: { host: string; port: number },
  answer: RequestListener,
): Promise<HttpServer> {
  const underWay = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    answer(request, response);
  });
  server.requestTimeout = requestMillisecondsMax;
  server.headersTimeout = headersMillisecondsMax;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(where.port, where.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${callable(where.host)}:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      while (underWay.size > 0) await Promise.all([...underWay].map(settled));
      // What is left are connections that wait for a next request, or never sent one: they would hold the process for a minute.
      server.closeAllConnections();
      await closed;
    },
  };
}

function settled(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', () => resolve());
  });
}

/** An address to call, where the server listens on all. */
function callable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
