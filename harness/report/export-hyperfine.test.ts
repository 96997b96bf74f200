import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import { hyperfineJson } from './export-hyperfine.js';
import { manifest, observations } from './fixtures/small-run.js';

const rows = summarise(observations, manifest.scenarios);

describe('hyperfineJson', () => {
  it('has a result per cell of a time, in seconds, one time a boot', () => {
    const { results } = JSON.parse(hyperfineJson(rows));
    assert.equal(results.length, rows.filter(({ unit }) => unit === 'ns').length);
    const [first] = results;
    assert.equal(
      first.command,
      'netns-create create_latency clock=instructions/kernel=6.1/possibleCpus=2/memoryMb=2048/namespaces=0/variant=stock',
    );
    assert.equal(first.times.length, 6);
    assert.ok(first.min <= first.median && first.median <= first.max);
    assert.ok(Math.abs(first.median - 0.0025) < 1e-5);
    assert.ok(first.stddev > 0 && first.stddev < 1e-6);
    assert.equal(first.parameters.unit, 's (instruction clock)');
    assert.equal(first.parameters.variant, 'stock');
  });

  it('has the processor time of a command beside it, where that was measured', () => {
    const [row] = rows;
    const of = (metric: string, median: number) => ({ ...row!, metric, median });
    const all = [row!, of(`${row!.metric}_user`, 3e6), of(`${row!.metric}_system`, 4e6)];
    const [first, second] = JSON.parse(hyperfineJson(all)).results;
    assert.deepEqual([first.user, first.system], [0.003, 0.004]);
    assert.deepEqual([second.user, second.system], [0, 0]);
  });

  it('has no spread of a single boot', () => {
    const single = rows.filter(({ boots }) => boots === 1);
    assert.ok(single.length > 0);
    for (const { stddev } of JSON.parse(hyperfineJson(single)).results) assert.equal(stddev, null);
  });

  it('leaves out what is no time', () => {
    assert.deepEqual(JSON.parse(hyperfineJson(rows.filter(({ unit }) => unit !== 'ns'))), { results: [] });
  });
});
