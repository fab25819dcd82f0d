import { type HttpServer, startHttpServer } from './http-server.js';

/** What is answered at one path. */
export interface MetricsPage {
  contentType: string;
  read(): Promise<string>;
}

/** Metrics on a port of their own: they say who uses this installation and how much, which is nobody's business on the port that GitHub reaches. */
export function startMetricsServer(
  where: { host: string; port: number },
  pages: ReadonlyMap<string, MetricsPage>,
): Promise<HttpServer> {
  return startHttpServer(where, async (request, response) => {
    const page = pages.get(request.url?.split('?')[0] ?? '');
    if (request.method !== 'GET' || !page) return response.writeHead(404).end();
    try {
      const text = await page.read();
      response.writeHead(200, { 'content-type': page.contentType }).end(text);
    } catch {
      response.writeHead(500).end();
    }
  });
}
