import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import { computedNotices } from './computed-notices.js';
import { manifest, observations } from './fixtures/small-run.js';

const textsOf = (rows: typeof observations) =>
  computedNotices(manifest, summarise(rows, manifest.scenarios)).map(({ text }) => text);

describe('computedNotices', () => {
  it('names every trial in the numbers that did not end clean', () => {
    assert.deepEqual(textsOf(observations), [
      'the numbers include trial netns-create.wall.k6.1.p2.b2, which is disturbed',
      'the numbers include trial ipvs-estimation.instructions.k6.1.p80.b1, which is without a record in the manifest',
    ]);
    assert.deepEqual(textsOf(observations.filter(({ boot }) => boot === 3)), []);
  });

  it('names a trial that failed first, and why', () => {
    const [first, ...others] = manifest.trials;
    const failed = { ...first!, status: 'failed' as const, reasons: ['the guest died', 'exit code 9'] };
    const [notice] = computedNotices({ ...manifest, trials: [failed, ...others] }, []);
    assert.equal(notice!.severity, 'warning');
    assert.equal(notice!.text, `trial ${first!.id} failed: the guest died; exit code 9`);
  });

  it('counts the trials that never ran once the run has ended', () => {
    const ended = { ...manifest, endedAt: manifest.startedAt };
    assert.deepEqual(
      computedNotices(ended, []).map(({ text }) => text),
      ['1 of 10 trials never ran'],
    );
  });

  it('warns when instruction-clock boots do not agree', () => {
    const drifted = observations.map((row) => (row.boot === 6 ? { ...row, value: row.value * 1.02 } : row));
    assert.match(
      textsOf(drifted)[0]!,
      /^instruction-clock cells differ by up to 1\.9\d % between boots: netns-create,/,
    );
  });
});
