// Stands between the app and the GitHub of the tests, and tells when the app sends its n-th request: before GitHub has got it, or after GitHub has carried it
// out and before the app has the answer.
import { createServer, request } from 'node:http';

export async function startProxy(githubUrl) {
  const target = new URL(githubUrl);
  let armed;
  const server = createServer((incoming, response) => {
    const hit = armed && --armed.left === 0 ? armed : undefined;
    if (hit) armed = undefined;
    if (hit?.when === 'before') {
      incoming.resume();
      return hit.resolve(`before ${incoming.method} ${incoming.url}`);
    }
    const { method, url, headers } = incoming;
    const outgoing = request({ host: target.hostname, port: target.port, method, path: url, headers }, (answer) => {
      if (hit) {
        answer.resume();
        return answer.once('end', () => hit.resolve(`after ${method} ${url}`));
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    outgoing.once('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Resolves with what the n-th request from now on was. It gets no answer. */
    nth: (left, when) =>
      new Promise((resolve) => {
        armed = { left, when, resolve };
      }),
    disarm() {
      armed = undefined;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
