// Writes the generated pages: README.md of every incident folder, docs/configuration.md and the JSON Schema beside it. `npm run pages` builds first, so that the pages come from the code as it is.
import { writeFile } from 'node:fs/promises';
import { configPages } from '../dist/config/config-page.js';
import { incidentPages } from '../dist/incidents/incident-page.js';

const top = new URL('../', import.meta.url);
for (const [file, text] of await incidentPages()) await writeFile(file, text);
for (const [path, text] of configPages()) await writeFile(new URL(path, top), text);
