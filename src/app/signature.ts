import { verifyWithFallback } from '@octokit/webhooks-methods';

/**
 * Whether somebody who knows one of the secrets has sent this body. `signature` is the header X-Hub-Signature-256:
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export async function isSigned(
  body: string,
  signature: unknown,
  [secret, ...before]: readonly [string, ...string[]],
): Promise<boolean> {
  // The library throws on what is missing, in place of saying no.
  if (body === '' || typeof signature !== 'string' || signature === '') return false;
  return verifyWithFallback(secret, body, signature, before);
}
