import assert from 'node:assert/strict';
import { defineScenario } from './scenario.js';
import type { Variant } from './types.js';

const least = {
  ...{ name: 's', title: 'S', question: 'Why?', metrics: [], steps: () => [] },
  factors: [{ name: 'rules', title: 'rules', kind: 'amount', scope: 'state', levels: [0, 5] }] as const,
};

describe('defineScenario', () => {
  it('fills in what is usual', () => {
    const { variants, memoryMb, factors } = defineScenario({ ...least, factors: [...least.factors] });
    assert.deepEqual([variants, memoryMb, factors.length], [[], 2048, 1]);
  });

  it('declares the factor of builds where there are some, unless the scenario does', () => {
    const variants = [{ name: 'a' } as Variant];
    const names = (own: string[]) =>
      defineScenario({
        ...least,
        variants,
        factors: [
          ...least.factors,
          ...own.map((name) => ({ name, title: 'mine', kind: 'text', scope: 'treatment' }) as const),
        ],
      }).factors.map(({ name, title }) => `${name} ${title}`);
    assert.deepEqual(names([]), ['rules rules', 'variant variant']);
    assert.deepEqual(names(['variant']), ['rules rules', 'variant mine']);
  });
});
