import { createHmac, timingSafeEqual } from 'node:crypto';

/** As GitHub sends it in X-Hub-Signature-256: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export function signatureOf(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Whether somebody who knows one of the secrets has sent this body. Takes as long whether the first or the last character differs. */
export function isSigned(body: string, signature: unknown, secrets: readonly string[]): boolean {
  if (body === '' || typeof signature !== 'string') return false;
  const given = Buffer.from(signature);
  return secrets.some((secret) => {
    const wanted = Buffer.from(signatureOf(body, secret));
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
}
