/** What of an error may be logged. */
export interface ErrorDescription {
  error: string;
  status?: number;
  request?: string;
  message?: string;
  frames?: string[];
}

const namesWithoutMessage = ['SyntaxError', 'HttpError', 'GraphqlResponseError'];
/** Frames of the stack that are logged. */
const framesMax = 6;
/** Characters of a message that are logged. */
const messageCharactersMax = 200;

/**
 * An error for the log: enough to find the place, without code, tokens or payloads. A message often quotes what it could not read (JSON.parse and
 * YAML parsers do), so quoted parts are left out; a client of HTTP repeats bodies without quotes, so its message is left out as a whole.
 */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { error: typeof error };
  const description: ErrorDescription = { error: error.name };
  const { status, request } = error as { status?: unknown; request?: { method?: unknown; url?: unknown } };
  if (typeof status === 'number') description.status = status;
  if (typeof request?.url === 'string')
    description.request = `${String(request.method ?? 'GET')} ${withoutQuery(request.url)}`;
  if (!namesWithoutMessage.includes(error.name)) description.message = withoutQuotes(error.message);
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
