import assert from 'node:assert/strict';
import { neededWords } from './needed-words.js';

describe('what a run must have for a claim', () => {
  it('is every level that the claim names, once each', () => {
    const at = { namespaces: 2000, run_mount: 'shared' };
    assert.equal(
      neededWords({
        ...{ type: 'ratio', metric: 'create_latency' },
        ...{ over: { ...at, variant: 'reverted' }, under: { ...at, variant: 'upstream' } },
      }),
      'a run with 2,000 namespaces, run mount shared, reverted, upstream',
    );
  });

  it('is not what every run has, nor what does not apply', () => {
    const where = { pairs: 'highest', method: 'moved', burst: null };
    assert.equal(neededWords({ type: 'cell', metric: 'pair_time', where }), 'a run with method moved');
    assert.equal(
      neededWords({ type: 'exponent', metric: 'pair_time', by: 'pairs', where: {} }),
      'a run that measures pair_time',
    );
  });
});
