import { topicCodeMax } from '../../model/topic/taxonomy.ts';

/** Amounts added up by a topic's code; whole numbers, exact however large. */
export class VoteSums {
  readonly #sums = new Float64Array(topicCodeMax + 1);
  readonly #heard = new Uint8Array(topicCodeMax + 1);
  /** What of a sum no longer fits into a number. */
  readonly #carried = new Map<number, bigint>();

  /** `amount`: a whole number below 2^52. */
  add(code: number, amount: number): void {
    this.#heard[code] = 1;
    const sum = (this.#sums[code] as number) + amount;
    if (sum <= Number.MAX_SAFE_INTEGER) {
      this.#sums[code] = sum;
      return;
    }
    this.#carried.set(code, (this.#carried.get(code) ?? 0n) + BigInt(this.#sums[code] as number));
    this.#sums[code] = amount;
  }

  /** Codes of which something was added, ascending. */
  codes(): number[] {
    const codes: number[] = [];
    for (let code = 0; code <= topicCodeMax; code++) if (this.#heard[code] === 1) codes.push(code);
    return codes;
  }

  /** How often the divisor is in a code's sum; rounded down. */
  share(code: number, divisor: number): number {
    const [sum, carried] = [this.#sums[code] as number, this.#carried.get(code)];
    return carried === undefined ? Math.floor(sum / divisor) : Number((carried + BigInt(sum)) / BigInt(divisor));
  }

  clear(): void {
    this.#sums.fill(0);
    this.#heard.fill(0);
    this.#carried.clear();
  }
}
