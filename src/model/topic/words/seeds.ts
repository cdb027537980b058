/**
 * Words that speak of a topic, chosen by hand for this project. `sure`: hardly ever used of anything else; `some`: often, but not only.
 * Words are parted by white space, the two words of a phrase by `_`. They are written without accents, as they are compared
 * (words.ts), and in the singular where English makes the plural by rule.
 */
interface SeedWords {
  readonly sure: string;
  readonly some: string;
}

export type Seeds = Readonly<Record<string, SeedWords>>;
