/** `1.23 GB`; thousands of thousands, as disks and connections are sold. */
export function size(bytes: number): string {
  const [unit, of] = (
    [
      ['TB', 1e12],
      ['GB', 1e9],
      ['MB', 1e6],
    ] as const
  ).find(([, least]) => bytes >= least) ?? ['kB', 1e3];
  return `${Number((bytes / of).toPrecision(3))} ${unit}`;
}

/** `1,234` */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
