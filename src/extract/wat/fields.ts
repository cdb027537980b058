import type { Fields } from '../../model/record.ts';
import type { WatHeader } from './view.ts';

/** A WAT record's JSON header as `Fields`: names in any case, a repeated field as a list of its values. */
export class HeaderFields implements Fields {
  private readonly values = new Map<string, readonly string[]>();

  constructor(header: WatHeader | null) {
    for (const [name, value] of Object.entries(header ?? {})) {
      const key = name.toLowerCase();
      const texts = (Array.isArray(value) ? value : [value]).filter(isText).map(String);
      if (texts.length > 0) this.values.set(key, [...(this.values.get(key) ?? []), ...texts]);
    }
  }

  get(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }
}

function isText(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
