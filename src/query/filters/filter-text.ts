/**
 * The filter language as one line of text, for the command line and for addresses:
 *
 *   anchor ilike "%plumber%" and (followed = true or domain_authority > 30) and kind not in (redirect, canonical)
 *
 * `and` binds tighter than `or`. Values are quoted with `"` or `'` (a quote inside is written twice) or bare; a list stands in
 * parentheses; bare null is unknown. The result is the same nested lists that JSON takes.
 */
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { operators } from '../fields/field.ts';

/** Throws `invalid_filter`, showing where reading stopped. */
export function filterOfText(text: string): unknown {
  const reader = new Reader(text);
  const found = alternatives(reader, 1);
  return reader.next() === undefined ? found : reader.refuse('"and" or "or"');
}

interface Token {
  readonly text: string;
  /** Quoted text is always a value. */
  readonly quoted: boolean;
  readonly at: number;
}

const tokens = /\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([(),[\]])|([<>=!~]+)|([^\s(),[\]"'<>=!~]+))/y;

class Reader {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #place = 0;

  constructor(text: string) {
    this.#text = text;
    tokens.lastIndex = 0;
    while (text.slice(tokens.lastIndex).trim() !== '') {
      const at = tokens.lastIndex;
      const [, double, single, mark, sign, word] = tokens.exec(text) ?? this.#refuseAt(at, 'a quote that ends');
      const quoted = double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'");
      this.#tokens.push({ text: quoted ?? mark ?? sign ?? word ?? '', quoted: quoted !== undefined, at });
    }
  }

  /** The token that comes, not yet taken. */
  next(): Token | undefined {
    return this.#tokens[this.#place];
  }

  take(): Token | undefined {
    return this.#tokens[this.#place++];
  }

  /** Takes a word or mark when it comes, letter case ignored. */
  takes(...wanted: readonly string[]): boolean {
    const token = this.next();
    if (token === undefined || token.quoted || !wanted.includes(token.text.toLowerCase())) return false;
    this.#place++;
    return true;
  }

  /** `instead` stands where something else is wanted. */
  refuse(wanted: string, instead = this.next()): never {
    return this.#refuseAt(instead?.at ?? this.#text.length, wanted);
  }

  #refuseAt(at: number, wanted: string): never {
    const rest = this.#text.slice(at).trim();
    const place = rest === '' ? 'at the end' : `at "${rest.slice(0, 40)}"`;
    return fail('invalid_filter', { reason: `The filter cannot be read ${place}: ${wanted} is missing there.` });
  }
}

function alternatives(reader: Reader, depth: number): unknown {
  if (depth > limits.filterDepthMax) return fail('invalid_filter', { reason: `A filter is nested at most ${limits.filterDepthMax} deep.` });
  return joined(reader, 'or', () => joined(reader, 'and', () => factor(reader, depth)));
}

function joined(reader: Reader, word: 'and' | 'or', part: () => unknown): unknown {
  const parts = [part()];
  while (reader.takes(word)) parts.push(word, part());
  return parts.length === 1 ? parts[0] : parts;
}

function factor(reader: Reader, depth: number): unknown {
  if (!reader.takes('(')) return condition(reader);
  const inner = alternatives(reader, depth + 1);
  return reader.takes(')') ? inner : reader.refuse('")"');
}

function condition(reader: Reader): unknown {
  const field = reader.take();
  if (field === undefined || field.quoted || /^[(),[\]<>=!~]/.test(field.text)) return reader.refuse('a field', field);
  return [field.text, operatorOf(reader), valueOf(reader)];
}

/** A sign, or a word, or `not` and a word. */
function operatorOf(reader: Reader): string {
  const negated = reader.takes('not');
  const token = reader.take();
  if (token === undefined || token.quoted || /^[(),[\]]/.test(token.text))
    return reader.refuse(`an operator (${operators.join(', ')})`, token);
  return negated ? `not_${token.text.toLowerCase()}` : token.text.toLowerCase();
}

function valueOf(reader: Reader): unknown {
  if (!reader.takes('(', '[')) return single(reader);
  const values: unknown[] = [];
  do values.push(single(reader));
  while (reader.takes(','));
  return reader.takes(')', ']') ? values : reader.refuse('"," or ")"');
}

function single(reader: Reader): unknown {
  const token = reader.take();
  if (token === undefined || (!token.quoted && /^[(),[\]<>=!~]/.test(token.text))) return reader.refuse('a value', token);
  return !token.quoted && token.text.toLowerCase() === 'null' ? null : token.text;
}
