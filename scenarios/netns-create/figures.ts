import type { FigureSpec, LevelsFigure } from '../../harness/index.js';
import { callGraphFigures } from './diagnosis/call-graph-claims.js';
import { pressureFigures } from './pressure/conclusions.js';

const create: Omit<LevelsFigure, 'name' | 'title'> = {
  kind: 'levels',
  metric: 'create_latency',
  x: 'namespaces',
  series: ['variant'],
};

export const figures: FigureSpec[] = [
  { ...create, name: 'create-latency', title: 'ip netns add by existing namespaces', fit: true },
  {
    ...create,
    name: 'create-latency-log',
    title: 'ip netns add by existing namespaces, logarithmic',
    yScale: 'log',
  },
  {
    kind: 'slopes',
    name: 'create-latency-slopes',
    title: 'What one more namespace adds to ip netns add',
    scaling: 'create-latency-growth',
  },
  {
    kind: 'before-after',
    name: 'eager-scan-removed',
    title: 'ip netns add with and without the eager scan',
    comparison: 'eager-scan',
    metric: 'create_latency',
    levels: [500, 1000, 2000, 3930],
    yScale: 'log',
  },
  {
    kind: 'levels',
    name: 'delete-latency',
    title: 'ip netns delete by existing namespaces',
    metric: 'delete_latency',
    x: 'namespaces',
    series: ['variant'],
  },
  {
    kind: 'levels',
    name: 'memory',
    title: 'Free memory by existing namespaces',
    metric: 'mem_free',
    x: 'namespaces',
    series: [],
    fit: true,
  },
  ...callGraphFigures,
  ...pressureFigures,
];
