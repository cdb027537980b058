/** An object of JSON in a text, or an array that begins with one. `cut`: by the end of the text; `broken`: no JSON from `end` on. */
export interface JsonObject {
  readonly start: number;
  readonly end: number;
  readonly state: 'whole' | 'cut' | 'broken';
}

/** As RFC 8259 has them, but that strings may hold line ends, which pages are not strict about. */
const token = /[ \t\n\r]*(?:[{}[\],:]|"(?:[^"\\]|\\[^])*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.eE+-])|true|false|null)/y;
const tokenBegun = /[ \t\n\r]*(?:"(?:[^"\\]|\\[^])*\\?|-?(?:\d+(?:\.\d*)?(?:[eE][+-]?)?)?|t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?)$/y;

/**
 * The object that begins at the brace at `open`, or the array whose first element it is, when that begins at `from` or behind it. Null when it has no member, a
 * quoted name and a colon. Whoever looks for the next one behind `end` takes time that is linear in the text.
 */
export function jsonObject(text: string, open: number, from: number): JsonObject | null {
  const start = open > from && text[open - 1] === '[' ? open - 1 : open;
  const reading = new Reading();
  for (let at = start; ;) {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) {
      tokenBegun.lastIndex = at;
      const last = tokenBegun.exec(text)?.[0].trimStart();
      const isCut = last !== undefined && (last === '' || reading.take(last.charAt(0)));
      return reading.members === 0 ? null : { start, end: isCut ? text.length : at, state: isCut ? 'cut' : 'broken' };
    }
    const isExpected = reading.take(found.trimStart().charAt(0));
    if (isExpected) at += found.length;
    if (isExpected && !reading.isWhole) continue;
    return reading.members === 0 ? null : { start, end: at, state: isExpected ? 'whole' : 'broken' };
  }
}

/** What may come next. A comma before the end of an object or array is let pass. */
class Reading {
  members = 0;
  private readonly closers: string[] = [];
  private expected: 'name' | 'colon' | 'value' | 'next' = 'value';

  get isWhole(): boolean {
    return this.closers.length === 0;
  }

  /** Takes a token by its first character. False when it is not expected. */
  take(sign: string): boolean {
    const closer = this.closers.at(-1);
    if (sign === closer && this.mayClose(closer)) {
      this.closers.pop();
      this.expected = 'next';
      return true;
    }
    switch (this.expected) {
      case 'name':
        this.expected = 'colon';
        return sign === '"';
      case 'colon':
        if (sign === ':') this.members++;
        this.expected = 'value';
        return sign === ':';
      case 'next':
        this.expected = closer === '}' ? 'name' : 'value';
        return sign === ',';
      case 'value':
        return this.takeValue(sign);
    }
  }

  private mayClose(closer: string): boolean {
    return this.expected === 'next' || this.expected === (closer === '}' ? 'name' : 'value');
  }

  private takeValue(sign: string): boolean {
    if (sign === '{') this.closers.push('}');
    else if (sign === '[') this.closers.push(']');
    this.expected = sign === '{' ? 'name' : sign === '[' ? 'value' : 'next';
    return !/[}\],:]/.test(sign);
  }
}
