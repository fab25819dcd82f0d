import { type HttpServer, startHttpServer } from './http-server.js';

/** Metrics on a port of their own: they say who uses this installation and how much, which is nobody's business on the port that GitHub reaches. */
export function startMetricsServer(
  where: { host: string; port: number },
  read: () => Promise<string>,
  contentType: string,
): Promise<HttpServer> {
  return startHttpServer(where, async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') return response.writeHead(404).end();
    try {
      const text = await read();
      response.writeHead(200, { 'content-type': contentType }).end(text);
    } catch {
      response.writeHead(500).end();
    }
  });
}
