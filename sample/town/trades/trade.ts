/** A line of business: what its sites say, and the names of the town's four, best known first. `{name}` and `{owner}` are filled in. */
export interface Trade {
  /** As in "a plumber in Wexcombe". */
  readonly name: string;
  /** schema.org type. */
  readonly type: string;
  readonly category: string;
  readonly services: readonly [string, string, string];
  readonly texts: readonly string[];
  readonly businesses: readonly [string, string, string, string];
}
