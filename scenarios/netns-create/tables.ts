import { MEMORY_METRICS, type TableSpec } from '../../harness/index.js';
import { callGraphTables } from './diagnosis/call-graph-claims.js';
import { factorTables } from './factors/conclusions.js';
import { pressureTables } from './pressure/conclusions.js';

const MEMORY = [...MEMORY_METRICS.map(({ name }) => name), 'nsfs_mounts', 'fill_time'];

export const tables: TableSpec[] = [
  {
    name: 'create-latency',
    title: 'Create latency',
    metrics: ['create_latency'],
    rows: 'namespaces',
    columns: ['variant'],
  },
  {
    name: 'calls',
    title: 'System calls of one add',
    metrics: ['open_calls', 'sendmsg_calls'],
    rows: 'namespaces',
    columns: ['variant'],
  },
  {
    name: 'delete-latency',
    title: 'Delete latency',
    metrics: ['delete_latency'],
    rows: 'namespaces',
    columns: ['variant'],
  },
  { name: 'memory', title: 'Memory and mounts', metrics: MEMORY, rows: 'namespaces', columns: [] },
  {
    name: 'traced',
    title: 'One add under strace, which makes it slower, and its rounds of the scan',
    metrics: ['traced_add_time', 'scan_rounds'],
    rows: 'namespaces',
    columns: ['variant'],
  },
  {
    name: 'caller',
    title: 'Who calls sendmsg in one add, by gdb',
    metrics: ['sendmsg_hits', 'map_init_share'],
    rows: 'namespaces',
    columns: ['variant'],
  },
  ...callGraphTables,
  {
    name: 'overhead',
    title: "The probe's own cost",
    metrics: ['spawn_overhead'],
    rows: 'clock',
    columns: [],
  },
  ...pressureTables,
  ...factorTables,
];
