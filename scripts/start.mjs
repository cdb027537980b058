/** `npm start`: installs and builds what is missing, then runs `openbacklinks start`. When nothing is missing that is a few milliseconds. */
import path from 'node:path';
import { become, root } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { ensureBuilt } from './build.mjs';

ensureInstalled();
ensureBuilt();
become(path.join(root, 'bin', 'openbacklinks'), ['start', ...process.argv.slice(2)]);
