import type { ComparisonSpec, Metric, TableSpec } from '../../../harness/index.js';

const time = (name: string, title: string): Metric => ({ name, unit: 'ns', better: 'lower', title });

export const factorMetrics: Metric[] = [
  time('condition_create_latency', 'time of one ip netns add, by condition'),
  time('condition_delete_latency', 'time of one ip netns delete, by condition'),
  time('exec_latency', 'time of one ip netns exec of a static no-op'),
  time('list_latency', 'time of one ip netns list'),
  time('parallel_create_latency', 'time of one ip netns add, several at a time'),
  {
    name: 'create_throughput',
    unit: 'count',
    better: 'higher',
    title: 'ip netns add a second, several at a time',
  },
];

const CONDITIONS = {
  veth: 'with a veth pair in each namespace',
  nsid: 'with an nsid for each namespace',
  'private-run': 'with /run a private mount',
  systemd: 'with systemd as PID 1',
};

export const factorComparisons: ComparisonSpec[] = Object.entries(CONDITIONS).map(([condition, words]) => ({
  name: `condition-${condition}`,
  title: `An ordinary machine over one ${words}`,
  metrics: ['condition_create_latency', 'condition_delete_latency'],
  by: 'namespaces',
  before: { condition: 'ordinary' },
  after: { condition },
}));

export const factorTables: TableSpec[] = [
  {
    name: 'conditions',
    title: 'Create and delete latency by condition',
    metrics: ['condition_create_latency', 'condition_delete_latency'],
    rows: 'namespaces',
    columns: ['variant', 'condition'],
  },
  {
    name: 'operations',
    title: 'Other operations',
    metrics: ['exec_latency', 'list_latency'],
    rows: 'namespaces',
    columns: ['variant'],
  },
  {
    name: 'parallel',
    title: 'Several creators at a time',
    metrics: ['create_throughput', 'parallel_create_latency'],
    rows: 'parallel_creators',
    columns: ['variant', 'namespaces'],
  },
];
