/** What of an error may be logged. */
export interface ErrorDescription {
  error: string;
  status?: number;
  request?: string;
  message?: string;
  frames?: string[];
}

/** Frames of the stack that are logged. */
const framesMax = 6;
/** Characters of a message that are logged. */
const messageCharactersMax = 200;

/**
 * An error for the log: enough to find the place, without code, tokens or payloads. A message often quotes what it could not read (JSON.parse and
 * YAML parsers do), and one of GitHub's client repeats the answer's body; so quoted parts are left out, and of an HTTP error the message as a whole.
 */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { error: typeof error };
  const description: ErrorDescription = { error: error.name };
  const { status, request } = error as { status?: unknown; request?: { method?: unknown; url?: unknown } };
  if (typeof status === 'number') description.status = status;
  if (typeof request?.url === 'string')
    description.request = `${String(request.method ?? 'GET')} ${withoutQuery(request.url)}`;
  if (typeof status !== 'number' && error.name !== 'SyntaxError') description.message = withoutQuotes(error.message);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  description.frames = frames.slice(0, framesMax).map((line) => line.trim().slice(0, messageCharactersMax));
  return description;
}

function withoutQuery(url: string): string {
  return url.split(/[?#]/)[0] ?? '';
}

function withoutQuotes(message: string): string {
  const firstLine = message.split('\n')[0] ?? '';
  return firstLine
    .slice(0, messageCharactersMax)
    .replace(/"[^"]*("|$)|`[^`]*(`|$)|(?<![a-z])'[^']*('|$)/gi, '"…"')
    .replace(/\b(gh[a-z]_|github_pat_|v1\.|eyJ)[\w.-]+/g, '…');
}
