/** Why something was not delivered; `final`: trying again does not help. */
export interface Problem {
  readonly reason: string;
  readonly final: boolean;
}
