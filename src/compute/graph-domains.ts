import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { hostOf, icannDomainOf } from '../model/host.ts';
import type { Engine } from '../store/engine.ts';
import { sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { RowBinaryFile } from '../store/row-binary.ts';
import type { WebGraph } from '../store/web-graphs.ts';

const domainsPerRead = 100_000;

/**
 * Finds the release's domains among the nodes of a web graph, so that a question need not: which domains of the graph the index
 * knows too, and what they score there.
 *
 * In: `domains_<n>` in the order of names, `webgraph_names`. Out: a row of `graph_domains_<n>` for each domain that is a node, or
 * part of one. Memory: 100,000 domains here, and the join of them all in the engine, which spills.
 */
export async function findGraphDomains(engine: Engine, release: number, graph: WebGraph, stagingFolder: string): Promise<void> {
  const path = join(stagingFolder, `graph-domains-${release}.rowbinary`);
  const file = new RowBinaryFile(path);
  try {
    for (let after = '', more = true; more;) {
      const rows = await engine.ask<{ domain: string; authority: number }>(
        sql`SELECT domain, authority FROM ${tableOf('domains', release)} WHERE domain > ${after} ORDER BY domain LIMIT ${domainsPerRead}`,
        { workload: 'build' },
      );
      for (const { domain, authority } of rows) {
        const folded = graphDomainOf(domain, graph.level);
        file.string(domain);
        file.string(hostOf(folded).key);
        file.u8(folded === domain ? 1 : 0);
        file.u8(authority);
        file.endRow();
      }
      after = rows.at(-1)?.domain ?? after;
      more = rows.length === domainsPerRead;
    }
  } finally {
    file.close();
  }
  await engine.run(
    sql`INSERT INTO ${tableOf('graph_domains', release)} SELECT DISTINCT d.domain, n.owner, d.exact, d.authority
        FROM (SELECT domain_key, owner FROM webgraph_names WHERE graph = ${graph.id}) AS n
        INNER JOIN file(${path}, 'RowBinary', 'domain String, domain_key String, exact UInt8, authority UInt8') AS d ON d.domain_key = n.domain_key`,
  );
  rmSync(path, { force: true });
}

/** What a domain is called in a graph: of domains, by the ICANN section of the Public Suffix List alone; of hosts, as here. */
export function graphDomainOf(domain: string, level: WebGraph['level']): string {
  return level === 'domain' ? icannDomainOf(domain) : domain;
}
