/**
 * Whether a whole text is a LIKE pattern: `%` any characters, `_` one, a backslash before them takes them as they are. Takes at most text times
 * pattern steps: behind a `%` that turned out too short only the last one is tried again, since what an earlier one takes more it can take too.
 */
export function isLike(text: string, pattern: string): boolean {
  const characters = Array.from(text);
  const parts = pattern.match(/\\[%_\\]|[^]/gu) ?? [];
  let [at, part] = [0, 0];
  /** Place of the last `%`, and up to where it has taken. */
  let [last, taken] = [-1, 0];
  while (at < characters.length) {
    if (parts[part] === '%') [last, taken, part] = [part, at, part + 1];
    else if (part < parts.length && isOne(parts[part] ?? '', characters[at] ?? '')) [at, part] = [at + 1, part + 1];
    else if (last >= 0) [at, taken, part] = [taken + 1, taken + 1, last + 1];
    else return false;
  }
  return parts.slice(part).every((rest) => rest === '%');
}

function isOne(part: string, character: string): boolean {
  if (part === '_') return true;
  return (part.length > 1 && part.startsWith('\\') ? part.slice(1) : part) === character;
}
