import type { Engine } from './engine.ts';
import { sql } from './literal.ts';

/** Bytes on disk of all tables: raw rows and releases, partitions that releases share counted once each time. */
export async function storedBytes(engine: Engine, signal?: AbortSignal): Promise<number> {
  const [row] = await engine.ask<{ bytes: number }>(
    sql`SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = currentDatabase()`,
    signal === undefined ? {} : { signal },
  );
  return row?.bytes ?? 0;
}
