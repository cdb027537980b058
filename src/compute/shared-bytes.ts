import { fail } from '../base/errors.ts';

/** `bytes` zeroed bytes that workers can share. Fails with `graph_too_large` where the memory cannot be had. */
export function sharedBytes(bytes: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(bytes);
  } catch (error) {
    fail('graph_too_large', { reason: `${bytes} bytes of memory in one piece could not be had` }, error);
  }
}
