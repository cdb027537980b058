import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleTarget, writeSampleWeb } from '../../sample/sample-web.ts';
import { killedRuns } from '../killed-runs.ts';

it('keeps what was acknowledged, and nothing else, when it is killed while it ingests, refreshes and publishes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-sample-'));
  try {
    const { files } = await writeSampleWeb(folder);
    const moments = [
      { step: 'ingest', afterMs: 400 },
      { step: 'domain edges', afterMs: 20 },
      { step: 'publish', afterMs: 5 },
    ];
    const { kills, wrong } = await killedRuns(files.slice(0, 2), moments, sampleTarget);
    expect(wrong).toEqual([]);
    expect(kills).toEqual(moments);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 300_000);
