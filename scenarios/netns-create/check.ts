import type { ScenarioCheck } from '../../harness/index.js';
import { reverted } from './words.js';

export const check: ScenarioCheck = {
  facts: [
    {
      name: 'iproute2',
      title: 'iproute2',
      // Older ones are named after the day of a snapshot.
      from: { read: 'version', command: ['ip', '-V'], pattern: 'iproute2-((?:ss)?\\d[\\d.]*)' },
    },
    {
      name: 'namespaces',
      title: 'named network namespaces',
      from: { read: 'entries', folder: '/run/netns', absent: 'nothing has made one' },
    },
  ],
  cause: {
    fact: 'iproute2',
    what: 'the scan of all namespaces at every add',
    // d652ccbf8195 brought it a day or two after v4.0.0 (ss150413), e29a8e0537c4 took it; v4.9.0 is ss161212.
    within: [
      { from: '4.1.0', before: '4.9.0' },
      { from: 'ss150414', before: 'ss161212' },
    ],
  },
  amount: 'namespaces',
  law: { scaling: 'create-latency-growth', where: reverted },
  // As the predicate of its bisection has it.
  matters: { times: 2 },
  words: {
    each: 'one ip netns add',
    harm: 'each ip netns add takes twice its time and more',
  },
};
