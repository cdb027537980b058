import { availableFilters, errors, idList, index } from './account.ts';
import { appendixErrors, status, userData } from './appendix.ts';
import { backlinks } from './backlinks.ts';
import {
  bulkBacklinks,
  bulkNewLostBacklinks,
  bulkNewLostReferringDomains,
  bulkPagesSummary,
  bulkRanks,
  bulkReferringDomains,
  bulkSpamScore,
} from './bulk.ts';
import { competitors } from './competitors.ts';
import { domainIntersection } from './domain-intersection.ts';
import type { Endpoint } from './endpoint.ts';
import { anchors, referringDomains, referringNetworks } from './groups.ts';
import { history, timeseriesNewLost, timeseriesSummary } from './history.ts';
import { pageIntersection } from './page-intersection.ts';
import { domainPages, domainPagesSummary } from './pages.ts';
import { summary } from './summary.ts';

/** Every call of the contract that is answered, in the order of its documents. */
export const endpoints: readonly Endpoint[] = [
  summary,
  history,
  backlinks,
  anchors,
  domainPages,
  domainPagesSummary,
  referringDomains,
  referringNetworks,
  competitors,
  domainIntersection,
  pageIntersection,
  timeseriesSummary,
  timeseriesNewLost,
  bulkRanks,
  bulkBacklinks,
  bulkSpamScore,
  bulkReferringDomains,
  bulkNewLostBacklinks,
  bulkNewLostReferringDomains,
  bulkPagesSummary,
  availableFilters,
  idList,
  errors,
  index,
  userData,
  appendixErrors,
  status,
];
