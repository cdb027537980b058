import { sql, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import { joinedInOrder } from '../graph.ts';
import { namePointsColumn, spamScoreColumn } from './spam-columns.ts';

/** In: nodes, ranks, edges. Out: one row a domain, what the spam model counts of it and its score. */
export function spamStatement(release: number): Sql {
  return sql`INSERT INTO ${tableOf('spam', release)}
SELECT *, ${spamScoreColumn()} AS score FROM (
  SELECT n.domain AS domain, r.ranked_in AS ranked_in, r.ranked_out AS ranked_out, r.circle AS circle, r.network_group AS network_group, r.mutual AS mutual,
    r.farm_circle AS farm_circle, r.in_crowd AS in_crowd, r.supporters AS supporters, o.others AS linked_others, o.with_words AS spam_word_targets,
    n.outward_links AS outward_links, n.outward_share AS outward_share, n.untitled_share AS untitled_share, ${namePointsColumn(sql`n.domain`)} AS name_points
  FROM ${tableOf('nodes', release)} AS n
  LEFT JOIN ${tableOf('ranks', release)} AS r ON r.id = n.id
  LEFT JOIN (
    SELECT source_domain, count() AS others, countIf(e.spam_words > 0) AS with_words FROM ${tableOf('domain_edges', release)} AS e
    WHERE e.live > 0 AND e.source_domain != e.target_domain GROUP BY source_domain
  ) AS o ON o.source_domain = n.domain
)
${joinedInOrder}`;
}
