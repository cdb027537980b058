/** The engine's RowBinary pieces, which end anywhere, cut to whole rows of a fixed size. */
export async function* wholeRows(pieces: AsyncIterable<Buffer>, rowBytes: number): AsyncIterable<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % rowBytes);
    rest = Buffer.from(bytes.subarray(whole));
    if (whole > 0) yield bytes.subarray(0, whole);
  }
  if (rest.length > 0) throw new Error(`a row of ${rest.length} bytes`);
}
