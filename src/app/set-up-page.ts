import type { AppManifest } from './app-manifest.js';

const style = `
  :root { color-scheme: light dark; --line: #8884; --accent: #1f6f50; --soft: #8881; }
  * { box-sizing: border-box; }
  body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
  main { max-width: 40rem; margin: 3rem auto; padding: 0 1.25rem; }
  h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
  .lead { margin: 0 0 2rem; opacity: .75; }
  label { display: block; font-weight: 600; margin: 1.4rem 0 .3rem; }
  .hint { display: block; font-weight: 400; opacity: .75; font-size: .9rem; }
  input { width: 100%; padding: .55rem .7rem; font: inherit; border: 1px solid var(--line); border-radius: .4rem; background: transparent; color: inherit; }
  button { margin-top: 1.8rem; padding: .65rem 1.2rem; font: inherit; font-weight: 600; color: #fff; background: var(--accent); border: 0; border-radius: .4rem; cursor: pointer; }
  table { width: 100%; border-collapse: collapse; margin: .5rem 0 0; font-size: .95rem; }
  td { padding: .35rem .6rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
  code { font: .92em ui-monospace, monospace; overflow-wrap: anywhere; }
  .error { border-left: 3px solid #c0392b; background: var(--soft); padding: .6rem .9rem; }
  .small { font-size: .9rem; opacity: .75; }
`;

/** The first page: where webhooks shall go, and to whom the app shall belong. */
export function askPage(key: string, given: { publicUrl: string; organisation: string }, problem?: string): string {
  return page(
    'Set up Hindsight',
    `<p class="lead">Registers a private GitHub App of your own. Its credentials go into <code>.env</code> on this machine and nowhere else.</p>
    ${problem === undefined ? '' : `<p class="error">${escaped(problem)}</p>`}
    <form method="post" action="/manifest">
      <input type="hidden" name="key" value="${escaped(key)}">
      <label for="publicUrl">Public address of this app
        <span class="hint">GitHub sends its webhooks there. For a first try on a laptop this is the address of a tunnel to it.</span></label>
      <input id="publicUrl" name="publicUrl" type="url" required placeholder="https://hindsight.example.com" value="${escaped(given.publicUrl)}">
      <label for="organisation">Organisation
        <span class="hint">That is to own the app. Leave empty for your own account.</span></label>
      <input id="organisation" name="organisation" pattern="[A-Za-z0-9-]{1,39}" autocomplete="off" value="${escaped(given.organisation)}">
      <button>Go on</button>
    </form>`,
  );
}

/** The second page: what GitHub will be asked for, and the form that takes it there. */
export function manifestPage(action: string, manifest: AppManifest): string {
  const permissions = Object.entries(manifest.default_permissions)
    .map(([name, level]) => `<tr><td>${escaped(name.replaceAll('_', ' '))}</td><td>${level}</td></tr>`)
    .join('');
  return page(
    'Register it on GitHub',
    `<p class="lead">GitHub shows one page to confirm, then sends you back here. The name must be one that nobody else has; change it there if it is taken.</p>
    <table>
      <tr><td>webhooks to</td><td><code>${escaped(manifest.hook_attributes.url)}</code></td></tr>
      <tr><td>events</td><td>${escaped(manifest.default_events.join(', '))}</td></tr>
      ${permissions}
    </table>
    <form method="post" action="${escaped(action)}">
      <input type="hidden" name="manifest" value="${escaped(JSON.stringify(manifest))}">
      <button>Register on GitHub</button>
    </form>`,
  );
}

export function donePage(installUrl: string): string {
  return page(
    'Hindsight is registered',
    `<p class="lead">The credentials are in <code>.env</code>, readable by you only. Hindsight goes on with them now: this page is closed for good.</p>
    <p>One step is left: <a href="${escaped(installUrl)}">install it on the repositories it shall review</a>.
    The next pull request there is reviewed.</p>`,
  );
}

export function problemPage(problem: string): string {
  return page(
    'That did not work',
    `<p class="error">${escaped(problem)}</p><p>Start again from the address in the terminal.</p>`,
  );
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1>${content}</main></body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
