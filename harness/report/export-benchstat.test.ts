import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import { benchstatText } from './export-benchstat.js';
import { manifest, observations } from './fixtures/small-run.js';

const rows = summarise(observations, manifest.scenarios);
const text = benchstatText(manifest, rows);

/** Lines by the published grammar: configuration, result, and everything else, which readers ignore. */
const CONFIGURATION = /^([\p{Ll}][^\s:\p{Lu}]*):(?:[ \t]+(.*))?$/u;
const RESULT = /^Benchmark(?!\p{Ll})(\S*)[ \t]+([1-9]\d*)((?:[ \t]+[-+.\deE]+[ \t]+\S+)+)$/u;

interface Result {
  name: string;
  configuration: Record<string, string>;
  value: number;
  unit: string;
}

function read(file: string): Result[] {
  const configuration: Record<string, string> = {};
  return file.split('\n').flatMap((line) => {
    const setting = CONFIGURATION.exec(line);
    if (setting) configuration[setting[1]!] = setting[2] ?? '';
    const result = RESULT.exec(line);
    if (!result) {
      assert.ok(setting || line === '' || line.startsWith('# '), `neither: ${line}`);
      return [];
    }
    const [value, unit] = result[3]!.trim().split(/\s+/);
    return [{ name: result[1]!, configuration: { ...configuration }, value: Number(value), unit: unit! }];
  });
}

describe('benchstatText', () => {
  it('is by the grammar, a line per boot', () => {
    const results = read(text);
    assert.equal(
      results.length,
      rows.reduce((sum, row) => sum + row.boots, 0),
    );
    assert.ok(results.every(({ value }) => Number.isFinite(value)));
    assert.ok(
      results.every(({ name }) => !/-\d+$/.test(name)),
      'a name ends like a number of processors',
    );
  });

  it('names the cell, keeps the clocks apart and gives bytes and nanoseconds', () => {
    const cell = 'NetnsCreate/kernel=6.1/possibleCpus=2/memoryMb=2048/namespaces=500';
    const of = (clock: string, name: string) =>
      read(text).filter((one) => one.configuration.clock === clock && one.name === name);
    const times = of('instructions', `${cell}/variant=stock/metric=create_latency`);
    assert.equal(times.length, 6);
    assert.deepEqual([times[0]!.unit, times[0]!.configuration.cpu], ['ns/op', '']);
    assert.equal(
      of('wall', `${cell}/variant=stock/metric=create_latency`)[0]!.configuration.cpu,
      'Example CPU @ 2.0 GHz',
    );
    const [slab] = of('wall', `${cell}/metric=slab`);
    assert.deepEqual([slab!.value, slab!.unit], [(9_000 + 223 * 500) * 1024, 'B']);
  });

  it('lets no name or host make a line of its own', () => {
    const hostile = { ...manifest, host: { cpu: 'x\nBenchmarkY 1 1 ns/op' } };
    const row = { ...rows[0]!, clock: 'wall' as const, factors: { variant: 'a b/c\nd' }, metric: 'm-8' };
    const results = read(benchstatText(hostile, [row]));
    assert.equal(results.length, row.boots);
    assert.match(results[0]!.name, /variant=a-b-c-d\/metric=m_8$/);
  });
});
