import assert from 'node:assert/strict';
import Papa from 'papaparse';
import { summarise } from '../cells/summarise.js';
import { exportFiles } from './export-files.js';
import { seriesTables } from './export-series.js';
import { manifest, observations } from './fixtures/small-run.js';

const REAL = 'netns-create-clock-wall-kernel-6.1-possibleCpus-2-memoryMb-2048.csv';
const rows = summarise(observations, manifest.scenarios);
const records = (csv: string): Record<string, string>[] =>
  Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true }).data;
const started = (minutes: (id: string) => number) => ({
  ...manifest,
  trials: manifest.trials.map((record) => ({
    ...record,
    startedAt: new Date(Date.UTC(2025, 0, 2, 3, minutes(record.id))).toISOString(),
  })),
});

describe('seriesTables', () => {
  it('has a table per machine treatment, a line per boot and no hole', () => {
    const tables = seriesTables(manifest, rows);
    assert.deepEqual(
      [...tables.keys()].map((name) => name.replace(/-kernel.*/, '')),
      ['netns-create-clock-instructions', 'netns-create-clock-wall', 'ipvs-estimation-clock-instructions'],
    );
    const boots = records(tables.get(REAL)!);
    assert.equal(boots.length, 2);
    assert.equal(boots[0]!.trial, 'netns-create.wall.k6.1.p2.b1');
    assert.ok(Number(boots[0]!['create_latency/namespaces=500/variant=stock']) > 1e8);
    for (const { time, run, trial, ...numbers } of boots) {
      assert.ok(!Number.isNaN(Date.parse(time!)) && run === manifest.run && trial !== undefined);
      for (const [name, text] of Object.entries(numbers)) assert.match(text, /^\d/, name);
    }
  });

  it('is in the order of time', () => {
    const backwards = started((id) => (id.endsWith('b1') ? 30 : 10));
    const trials = records(seriesTables(backwards, rows).get(REAL)!).map(({ trial }) => trial!);
    assert.deepEqual(
      trials.map((trial) => trial.slice(-2)),
      ['b2', 'b1'],
    );
  });

  it('keeps boots of other passes out: they measure something else', () => {
    const other = 'netns-create.wall.k6.1.p2.b2';
    const { plan } = manifest;
    const trials = plan.trials.map((trial) =>
      trial.id === other ? { ...trial, pass: 'diagnosis' as const } : trial,
    );
    assert.ok(plan.trials.some(({ id }) => id === other));
    const tables = seriesTables({ ...manifest, plan: { ...plan, trials } }, rows);
    assert.deepEqual(
      records(tables.get(REAL)!).map(({ trial }) => trial),
      ['netns-create.wall.k6.1.p2.b1'],
    );
  });

  it('leaves out failed boots, and cells that some other boot has not', () => {
    const failed = {
      ...manifest,
      trials: manifest.trials.map((record) =>
        record.id.endsWith('wall.k6.1.p2.b2') ? { ...record, status: 'failed' as const } : record,
      ),
    };
    assert.equal(records(seriesTables(failed, rows).get(REAL)!).length, 1);
    const without = observations.filter(
      ({ trial, metric }) => !(trial.endsWith('p2.b2') && metric === 'slab'),
    );
    const header = seriesTables(manifest, summarise(without, manifest.scenarios)).get(REAL)!.split('\n')[0]!;
    assert.match(header, /mem_free/);
    assert.doesNotMatch(header, /slab/);
  });
});

describe('exportFiles', () => {
  it('puts every format under exports/', () => {
    const paths = [...exportFiles(manifest, rows).keys()];
    assert.deepEqual(paths.slice(0, 2), ['exports/hyperfine.json', 'exports/go-benchmark.txt']);
    assert.ok(paths.includes(`exports/series/${REAL}`));
  });
});
