import { createPrivateKey } from 'node:crypto';

/**
 * The key of the app in PEM form, however it was put into a variable: with line ends, with `\\n` in their place, or as base64, since some stores take nothing
 * else. Undefined for what is no private key.
 */
export function privateKeyIn(text: string): string | undefined {
  const pem = text.includes('-----BEGIN') ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString('utf8');
  try {
    createPrivateKey(pem);
  } catch {
    return undefined;
  }
  return pem.trim();
}
