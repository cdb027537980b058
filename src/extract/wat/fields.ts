import type { Fields } from '../../model/record.ts';
import type { WatHeader } from './view.ts';

/** A WAT record's JSON header as `Fields`: names in any case, a repeated field as a list of its values. Few are asked for, so nothing is made before. */
export class HeaderFields implements Fields {
  private readonly header: WatHeader;
  private readonly names: readonly string[];

  constructor(header: WatHeader | null) {
    this.header = header ?? {};
    this.names = Object.keys(this.header);
  }

  get(name: string): string | undefined {
    return this.all(name)[0];
  }

  all(name: string): readonly string[] {
    const found: string[] = [];
    for (const written of this.names) {
      if (written.length !== name.length || written.toLowerCase() !== name) continue;
      for (const text of textsOf(this.header[written])) found.push(text);
    }
    return found;
  }
}

function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter(isText).map(String);
}

function isText(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
