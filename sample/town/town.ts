/** All sites of the sample web: a fictional town, who writes about it, and who preys on it. */
import type { Site } from '../site.ts';
import { blogSites } from './blogs.ts';
import { businessSites } from './business-sites.ts';
import { communitySites } from './community.ts';
import { directorySites } from './directories.ts';
import { foreignSites } from './foreign.ts';
import { institutionSites } from './institutions.ts';
import { linkFarmSites } from './link-farm.ts';
import { newspaperSites } from './newspaper.ts';
import { beforeRebranding, oldBakerySite } from './rebranding.ts';
import { spamAttackSites } from './spam-attack.ts';
import { vendorSites } from './vendors.ts';

export function townSites(): Site[] {
  return beforeRebranding([
    ...businessSites(),
    oldBakerySite(),
    ...directorySites(),
    ...newspaperSites(),
    ...institutionSites(),
    ...blogSites(),
    ...communitySites(),
    ...vendorSites(),
    ...foreignSites(),
    ...linkFarmSites(),
    ...spamAttackSites(),
  ]);
}
