// A process of burst.mjs: sends signed deliveries, so many at once, and measures until each is answered. GitHub is not on the machine of the app, so what it
// does besides is not to hold these up.
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

process.once('message', async ({ urls, secret, bodies, deliveries, atOnce }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const signed = bodies.map((body) => ({ body, signature: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }));
  const milliseconds = [];
  let refused = 0;
  let next = 0;
  const sender = async () => {
    for (let index = next++; index < deliveries; index = next++) {
      const { body, signature } = signed[index % signed.length];
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-github-event': 'pull_request',
        'x-github-delivery': `burst-${index}`,
        'x-hub-signature-256': signature,
      };
      const from = performance.now();
      const status = await post(urls[index % urls.length], { method: 'POST', agent, headers }, body);
      if (status === 200) milliseconds.push(performance.now() - from);
      else refused++;
    }
  };
  const before = process.cpuUsage();
  const begun = performance.now();
  await Promise.all(Array.from({ length: atOnce }, sender));
  const { user, system } = process.cpuUsage(before);
  process.send({ milliseconds, refused, took: performance.now() - begun, cpu: (user + system) / 1000 });
  agent.destroy();
  process.disconnect();
});

/** 0 when no answer came: GitHub would write down a failed delivery, and send it again when it is asked to. */
function post(url, options, body) {
  return new Promise((resolve) => {
    const sent = request(url, options, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    sent.once('error', () => resolve(0));
    sent.end(body);
  });
}
