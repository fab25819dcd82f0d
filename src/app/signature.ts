import { sign, verifyWithFallback } from '@octokit/webhooks-methods';

/** As GitHub sends it in X-Hub-Signature-256: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export function signatureOf(body: string, secret: string): Promise<string> {
  return sign(secret, body);
}

/** Whether somebody who knows one of the secrets has sent this body. */
export async function isSigned(
  body: string,
  signature: unknown,
  [secret, ...before]: readonly [string, ...string[]],
): Promise<boolean> {
  // The library throws on what is missing, in place of saying no.
  if (body === '' || typeof signature !== 'string' || signature === '') return false;
  return verifyWithFallback(secret, body, signature, before);
}
