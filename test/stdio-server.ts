/** Serves the tools over stdio for the data directory in argv, through the process that owns it: what `openbacklinks mcp` does. */
import { serveStdio } from '../src/mcp/stdio.ts';
import { dataFolder } from '../src/service/data-folder.ts';
import { connectOwner } from '../src/service/remote-backend.ts';

const owner = await connectOwner(dataFolder(process.argv[2] ?? ''));
if (owner === null) throw new Error('nobody owns this data directory');
await serveStdio(owner);
await owner.close();
