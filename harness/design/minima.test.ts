import assert from 'node:assert/strict';
import type { Claim, Trial } from '../types.js';
import { belowMinima } from './minima.js';

const claim = (id: string, type: 'exponent' | 'cell') => ({ id, kind: 'shape', measure: { type } }) as Claim;
const trial = (clock: Trial['clock'], boot: number, levels: number[], pass?: string) =>
  ({ scenario: 's', clock, boot, levels, ...(pass && { pass }) }) as Trial;

describe('belowMinima', () => {
  const scenarios = [{ name: 's', claims: [claim('A', 'exponent'), claim('B', 'cell')] }];
  const said = (...trials: Trial[]) => belowMinima({ trials }, scenarios);

  it('says which boots and levels are too few, clock by clock', () => {
    assert.deepEqual(said(trial('wall', 1, [0, 5]), trial('wall', 3, [0, 5])), [
      's, wall clock: 3 of 6 boots that a verdict takes (--boots 6)',
      's, wall clock: 2 levels are too few for A (--levels)',
    ]);
    assert.deepEqual(said(trial('instructions', 1, [0, 1, 2, 3])), [
      's, instruction clock: 1 of 2 boots that a verdict takes (--boots 2)',
    ]);
  });

  it('is silent where all can be decided, of other passes, and without claims', () => {
    assert.deepEqual(said(trial('instructions', 2, [0, 1, 2, 3])), []);
    assert.deepEqual(said(trial('wall', 1, [0], 'diagnosis')), []);
    assert.deepEqual(belowMinima({ trials: [trial('wall', 1, [0])] }, [{ name: 's', claims: [] }]), []);
  });
});
