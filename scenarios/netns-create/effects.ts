import type { ComparisonSpec, ScalingSpec } from '../../harness/index.js';
import { factorComparisons } from './factors/conclusions.js';
import { pressureScalings } from './pressure/conclusions.js';

const upstream = { variant: 'upstream' };

export const comparisons: ComparisonSpec[] = [
  {
    name: 'eager-scan',
    title: 'What the eager scan costs: reverted over upstream, one line apart',
    metrics: ['create_latency', 'delete_latency', 'open_calls'],
    by: 'namespaces',
    before: { variant: 'reverted' },
    after: upstream,
  },
  {
    name: 'stock-to-upstream',
    title: 'Stock over upstream',
    metrics: ['create_latency', 'delete_latency', 'open_calls'],
    by: 'namespaces',
    before: { variant: 'stock' },
    after: upstream,
  },
  ...factorComparisons,
];

export const scalings: ScalingSpec[] = [
  {
    name: 'create-latency-growth',
    title: 'How create latency grows with the namespaces',
    metric: 'create_latency',
    by: 'namespaces',
    series: ['variant'],
    reference: upstream,
  },
  {
    name: 'memory-growth',
    title: 'How free memory falls with the namespaces',
    metric: 'mem_free',
    by: 'namespaces',
    series: [],
  },
  ...pressureScalings,
];
