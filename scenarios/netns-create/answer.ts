import type { ScenarioAnswer } from '../../harness/index.js';

export const answer: ScenarioAnswer = {
  headline: {
    // That the scan grows, that it is what makes an add slow, and that an add without it asks nothing of each namespace.
    claims: ['A3c', 'A7c', 'A6s'],
    reproduced:
      'ip netns add slows with every namespace that exists, because it opens each one and asks its nsid; without that scan it does not.',
    contradicted: 'The scan of the namespaces that exist is not what makes ip netns add slow here.',
    inconclusive: 'This run does not tell what the scan of the namespaces that exist costs ip netns add.',
  },
  fixes: [
    {
      what: 'iproute2 with "build nsid-name cache only for commands that need it" (e29a8e0537c4)',
      since: 'iproute2 4.9.0',
      price: 'none seen',
    },
  ],
};
