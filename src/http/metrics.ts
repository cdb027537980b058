import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Backend } from '../service/backend.ts';

export interface Metrics {
  /** `route` is the route's pattern, never a path: the number of series stays bounded. */
  count(route: string, method: string, status: number, seconds: number): void;
  /** In Prometheus' text format. Asks the backend for what is only known there. */
  text(): Promise<string>;
  readonly contentType: string;
  close(): void;
}

/** Numbers of this process and its index. No label holds a key, a target or an address. */
export function createMetrics(backend: Backend): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'openbacklinks_http_requests_total',
    help: 'Calls answered',
    labelNames: ['route', 'method', 'status'],
    registers: [registry],
  });
  const latency = new Histogram({
    name: 'openbacklinks_http_request_seconds',
    help: 'Time from a call to its whole answer',
    labelNames: ['route'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 30],
    registers: [registry],
  });
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name: `openbacklinks_${name}`, help, labelNames, registers: [registry] });
  const jobs = gauge('jobs', 'Kept jobs by kind and status', ['kind', 'status']);
  const release = gauge('release', 'Number of the live release; 0 before the first');
  const asOf = gauge('release_as_of_seconds', 'Newest capture of the live release, as a Unix time');
  const age = gauge('release_age_seconds', 'Time since the newest capture of the live release');
  const waiting = gauge('archives_waiting', 'Archives ingested since the live release was built');

  return {
    count: (route, method, status, seconds) => {
      requests.inc({ route, method, status });
      latency.observe({ route }, seconds);
    },
    text: async () => {
      const [index, all] = await Promise.all([backend.index(), backend.jobs()]);
      const newest = index.live_release === null ? null : Date.parse(index.live_release.as_of) / 1000;
      release.set(index.live_release?.release ?? 0);
      asOf.set(newest ?? 0);
      age.set(newest === null ? Number.NaN : Date.now() / 1000 - newest);
      waiting.set(index.archives_waiting);
      jobs.reset();
      for (const { kind, status } of all) jobs.inc({ kind, status });
      return registry.metrics();
    },
    contentType: registry.contentType,
    close: () => registry.clear(),
  };
}
