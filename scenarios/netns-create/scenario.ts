import { defineScenario, state } from '../../harness/index.js';
import { check } from './check.js';
import { claims, claimsOfVariant } from './claims.js';
import { comparisons, figures, scalings, tables } from './conclusions.js';
import { diagnosis } from './diagnosis/pass.js';
import { factors } from './factors/pass.js';
import { metrics } from './metrics.js';
import { pressure } from './pressure/pass.js';
import { estimateS, steps } from './steps.js';
import { variants } from './variants.js';

export default defineScenario({
  name: 'netns-create',
  title: 'ip netns add by the number of namespaces',
  question:
    'How does the time to create a network namespace grow with the namespaces that exist, and which change removes the growth?',
  factors: [
    state('namespaces', 'network namespaces', [0, 500, 1000, 2000, 3930], {
      smoke: [0, 20],
      quick: { wall: [0, 2000] },
    }),
    { name: 'variant', title: 'variant', kind: 'text', scope: 'treatment' },
    // What is otherwise than in an ordinary trial; absent: nothing.
    { name: 'condition', title: 'condition', kind: 'text', scope: 'treatment' },
    // Processes that add at the same time; absent: one.
    { name: 'parallel_creators', title: 'parallel creators', kind: 'amount', scope: 'treatment' },
  ],
  watches: [{ name: 'named-namespaces', command: 'ls /run/netns 2>/dev/null || :' }],
  metrics,
  variants,
  claimsOfVariant,
  bisect: {
    title: 'ip netns add does not grow with the namespaces that exist',
    metric: 'create_latency',
    clock: 'instructions',
    low: 0,
    high: 500,
    ratioBelow: 2,
  },
  memoryMb: 2048,
  iterations: { smoke: 3, quick: 5, standard: 20, paper: 30 },
  steps,
  estimateS,
  passes: [diagnosis, pressure, factors],
  claims,
  comparisons,
  scalings,
  tables,
  figures,
  check,
  answer: {
    headline: {
      // That an add grows with the namespaces, that it opens each of them, that the scan is what makes it slow, that an add without
      // it asks nothing of each namespace, and that each costs memory.
      claims: ['A3c', 'A4c', 'A7c', 'A6s', 'A8s'],
      reproduced:
        'ip netns add slows with every namespace that exists, because it opens each one and asks its nsid; without that scan it does not.',
      contradicted: 'The scan of the namespaces that exist is not what makes ip netns add slow here.',
      inconclusive: 'This run does not tell what the scan of the namespaces that exist costs ip netns add.',
    },
    shows: [{ claim: 'A7c', says: 'One add among 2,000 namespaces, with the scan over without it' }],
    figure: 'create-latency',
    finding: 'Each namespace slows an add with the scan, none without it',
    table: 'create-latency',
    fixes: [
      {
        what: 'iproute2 with "build nsid-name cache only for commands that need it" (e29a8e0537c4)',
        since: 'iproute2 4.9.0',
        price: 'none seen',
      },
    ],
  },
});
