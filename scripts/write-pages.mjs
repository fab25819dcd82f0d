// Writes the generated README.md of every incident folder. `npm run pages` builds first, so that the pages come from the code as it is.
import { writeFile } from 'node:fs/promises';
import { incidentPages } from '../dist/incidents/incident-page.js';

for (const [file, text] of await incidentPages()) await writeFile(file, text);
