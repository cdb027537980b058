/**
 * Brings sources here, up to `atOnce` of them side by side, and gives each when it is here: those that arrive first come first. A source
 * that has arrived counts until it is taken, so that no more than `atOnce` wait on the disk. Made for several takers: `next()` may be
 * called again before the last one has answered.
 */
export async function* fetchAhead<Source, Here>(
  sources: Iterable<Source>,
  bring: (source: Source) => Promise<Here>,
  atOnce: number,
): AsyncGenerator<Here> {
  const queue = sources[Symbol.iterator]();
  const underWay = new Map<Source, Promise<{ source: Source; here: Here }>>();
  for (;;) {
    while (underWay.size < atOnce) {
      const next = queue.next();
      if (next.done === true) break;
      const arriving = arrival(next.value, bring);
      // Who awaits it is told; when nobody does any more, its failure is of a run that has ended already.
      arriving.catch(() => undefined);
      underWay.set(next.value, arriving);
    }
    if (underWay.size === 0) return;
    const { source, here } = await Promise.race(underWay.values());
    underWay.delete(source);
    yield here;
  }
}

async function arrival<Source, Here>(source: Source, bring: (source: Source) => Promise<Here>): Promise<{ source: Source; here: Here }> {
  return { source, here: await bring(source) };
}
