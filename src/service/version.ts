import { readFileSync } from 'node:fs';
import { z } from 'zod';

// From source this file lies two folders below package.json, compiled three.
const packageFile = new URL(import.meta.url.endsWith('.ts') ? '../../package.json' : '../../../package.json', import.meta.url);

/** The version of this program. */
export const version = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version;
