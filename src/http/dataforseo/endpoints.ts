import { errors, idList, index } from './account.ts';
import { appendixErrors, status, userData } from './appendix.ts';
import { backlinks } from './backlinks.ts';
import type { Endpoint } from './endpoint.ts';
import { summary } from './summary.ts';

/** Every call of the contract that is answered, in the order of its documents. */
export const endpoints: readonly Endpoint[] = [summary, backlinks, idList, errors, index, userData, appendixErrors, status];
