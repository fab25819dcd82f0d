import { configPath } from '../config/config-path.js';
import type { Change } from '../diff/change.js';

/** Whether the change adds, edits, moves or removes the configuration. */
export function editsConfig({ files }: Change): boolean {
  return files.some(({ basePath, headPath }) => basePath === configPath || headPath === configPath);
}
