import { existsSync } from 'node:fs';
import path from 'node:path';

/** The project's folder: benches run compiled, from a folder inside it. */
export const project = folderOf('package.json', import.meta.dirname);

/** Real data that benches measure on, where it is there. */
export const realData = path.join(project, '../shared/data');

function folderOf(file: string, from: string): string {
  return existsSync(path.join(from, file)) || from === path.dirname(from) ? from : folderOf(file, path.dirname(from));
}
