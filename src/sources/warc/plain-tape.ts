import type { ByteSource } from './bytes.ts';
import { Tape, type Mark, type Span } from './tape.ts';

/** An uncompressed archive: one member, where bytes are passed by moving the position, so a record of any size costs nothing. */
export class PlainTape extends Tape {
  readonly #source: ByteSource;
  #opened = false;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  get remaining(): number {
    return this.#source.size - this.position;
  }

  mark(): Mark {
    return { position: this.position, offset: this.position, first: true };
  }

  span(mark: Mark, count: number): Span {
    return { offset: mark.offset, length: this.position + count - mark.position, packed: false };
  }

  rewind(position: number): boolean {
    this.start = this.end = 0;
    this.decoded = position;
    return true;
  }

  protected fill(): number {
    const count = this.#source.read(this.window, this.end, this.window.length, this.decoded);
    this.end += count;
    return count;
  }

  protected pass(count: number): number {
    return Math.max(0, Math.min(count, this.#source.size - this.decoded));
  }

  protected open(): boolean {
    const first = !this.#opened;
    this.#opened = true;
    return first;
  }
}
