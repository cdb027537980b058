/**
 * Installs the packages when what is in node_modules is not what package-lock.json says. Compares contents, not times:
 * a clone or a copied folder has any times. Costs a few milliseconds when nothing is to do.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isMain, root, run } from './command.mjs';

const oldestNode = [20, 19];

/** Returns when everything is installed; ends the process with a message when it cannot be. */
export function ensureInstalled() {
  checkNode();
  if (isInstalled()) return;
  console.error('Installing packages (once; the embedded engine takes about 550 MB)...');
  // Not `npm ci`, which refuses a lock file that lacks optional packages of platforms other than the one it was written on.
  const code = run('npm', ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code === 0) return;
  console.error('The packages could not be installed; the reason stands above. Run the command again when it is mended.');
  process.exit(code);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(
    `openbacklinks needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org/.`,
  );
  process.exit(4);
}

/** npm leaves the list of what it installed in node_modules; a package for another platform is allowed to be missing from it. */
function isInstalled() {
  const installedFile = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const installed = packagesOf(installedFile);
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    const found = installed[place];
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

if (isMain(import.meta.url)) ensureInstalled();
