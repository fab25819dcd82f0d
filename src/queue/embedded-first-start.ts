import { PGlite } from '@electric-sql/pglite';
import { startParameters } from './embedded-protocol.js';

/** A process that makes the database in the directory that it is given, and ends: that takes 800 MB, which a thread would not give back. */
const [, , directory] = process.argv;
if (directory === undefined) throw new Error('expected a directory, got none');
await (await PGlite.create(directory, { startParams: startParameters(PGlite.defaultStartParams) })).close();
