/** What the main thread and the thread that prepares a web graph say to one another: a question at a time, an answer each. */
import type { WebGraphFacts } from '../../store/web-graphs.ts';
import type { WebGraphFiles } from '../../sources/web-graph/release.ts';
import type { GraphTarget } from '../../sources/web-graph/targets.ts';
import type { FailedMessage } from '../worker-failure.ts';

export interface GraphPlan extends WebGraphFiles {
  /** Where partitions and staged files lie; stays over an interrupted import. */
  readonly folder: string;
  /** Only in-links of these are kept; null: of all. */
  readonly targets: readonly GraphTarget[] | null;
  /** Names and links of one partition, about. */
  readonly partitionNames: number;
  readonly partitionLinks: number;
  /** Edges after which a checkpoint is written. */
  readonly checkpointEdges: number;
}

/** A graph whose nodes are staged and whose links lie in partitions. */
export interface PreparedGraph {
  readonly facts: Omit<WebGraphFacts, 'edges_kept'>;
  /** Staged files of nodes. */
  readonly nodeFiles: readonly string[];
  /** How many partitions of links there are. */
  readonly partitions: number;
}

export interface SortedLinks {
  readonly path: string;
  readonly links: number;
}

export type ToGraphWorker =
  | { readonly say: 'prepare'; readonly plan: GraphPlan }
  /** Sort one partition of the prepared graph. */
  | { readonly say: 'sort'; readonly partition: number };

export type FromGraphWorker =
  | { readonly say: 'progress'; readonly step: string; readonly bytes: number; readonly total: number; readonly edges: number }
  | { readonly say: 'prepared'; readonly prepared: PreparedGraph }
  | { readonly say: 'sorted'; readonly sorted: SortedLinks }
  | FailedMessage;
