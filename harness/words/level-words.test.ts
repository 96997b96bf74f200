import assert from 'node:assert/strict';
import { DECLARED } from '../cells/rows.testing.js';
import { cellPhrase, factorTitle, levelPhrase, levelText, perState } from './level-words.js';

describe('level words', () => {
  it('prints levels alone and with their factor', () => {
    assert.equal(levelText('rules', 79001), '79,001');
    assert.equal(levelText('memoryMb', 2048), '2,048 MB');
    assert.equal(levelText('run_estimation', 'off'), 'off');
    assert.equal(levelText('path', undefined), '–');
    assert.equal(levelPhrase('namespaces', 2000), '2,000 namespaces');
    assert.equal(levelPhrase('variant', 'stock'), 'stock');
    assert.equal(levelPhrase('variant', undefined), 'no variant');
    assert.equal(levelPhrase('mitigation', 'threads'), 'mitigation threads');
    assert.equal(levelPhrase('parallel_creators', 4), '4 parallel creators');
    assert.equal(factorTitle('parallel_creators', []), 'parallel creators');
    assert.equal(factorTitle('namespaces', DECLARED), 'network namespaces');
  });

  it('counts a slope by one of what grows', () => {
    const words = ['namespaces', 'rules', 'addresses', 'entries', 'boxes', 'parallel_creators', 'load'];
    assert.deepEqual(words.map(perState), [
      ...['per namespace', 'per rule', 'per address', 'per entry', 'per box'],
      ...['per parallel creator', 'per load'],
    ]);
  });

  it('describes a cell by the factors asked for', () => {
    const cell = {
      clock: 'instructions',
      scenario: 's',
      kernel: '6.1',
      possibleCpus: 80,
      memoryMb: 2048,
      factors: {},
    } as const;
    assert.equal(
      cellPhrase(cell, ['clock', 'kernel', 'possibleCpus']),
      'instruction clock, kernel 6.1, 80 possible CPUs',
    );
    assert.equal(cellPhrase(cell, []), '');
    assert.equal(cellPhrase(cell, ['kernel', 'path']), 'kernel 6.1');
    assert.equal(cellPhrase(cell, ['path']), 'no path');
  });
});
