import { rmSync } from 'node:fs';
import type { Engine } from './engine.ts';
import { sql, type Sql } from './literal.ts';
import { RowBinaryFile } from './row-binary.ts';

export interface RowsWritten {
  readonly into: Sql;
  /** Of the file in between, which is removed. */
  readonly path: string;
  /** The file's columns with their types. */
  readonly columns: string;
  readonly write: (file: RowBinaryFile) => void | Promise<void>;
  /** What is inserted, given the file as rows: these themselves when left out. */
  readonly select?: (rows: Sql) => Sql;
}

/** Writes rows to a file, and the file into a table: what this process computes and the engine keeps. */
export async function writeRows(engine: Engine, { into, path, columns, write, select }: RowsWritten): Promise<void> {
  try {
    const file = new RowBinaryFile(path);
    try {
      await write(file);
    } finally {
      file.close();
    }
    const rows = sql`file(${path}, 'RowBinary', ${columns})`;
    await engine.run(sql`INSERT INTO ${into} ${select === undefined ? sql`SELECT * FROM ${rows}` : select(rows)}`);
  } finally {
    rmSync(path, { force: true });
  }
}
