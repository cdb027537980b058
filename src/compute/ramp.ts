/** 0 up to `from`, 1 from `to` on, a straight line between; falls where `to` is the smaller. */
export function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
