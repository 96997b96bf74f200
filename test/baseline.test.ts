import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { declaredFactors } from '../harness/cells/declared-factors.js';
import { observationCsv } from '../harness/cells/observation-csv.js';
import { EXIT } from '../harness/failure.js';
import { manifest, netnsCreate, observations } from '../harness/report/fixtures/small-run.js';
import type { Manifest, Observation } from '../harness/types.js';
import { CLI, temporaryFolder } from './netknee.testing.js';

/** `mem_free` plays the raw metric, which a baseline leaves out. */
const scenarios = [
  {
    ...netnsCreate,
    jitters: [
      {
        name: 'j',
        title: 'j',
        metric: 'mem_free',
        lateNs: 1,
        spacingNs: { smoke: 1, quick: 1, standard: 1, paper: 1 },
      },
    ],
  },
];

describe('baselines and retention', function () {
  this.timeout(60_000);
  let folder: string;
  const netknee = (...argv: string[]) => execa('node', [CLI, ...argv], { cwd: folder, reject: false });

  function results(
    name: string,
    startedAt: string,
    change: (row: Observation) => Observation = (row) => row,
  ): string {
    const path = join(folder, 'results', name);
    mkdirSync(path, { recursive: true });
    const rows = observations
      .filter(({ scenario }) => scenario === netnsCreate.name)
      .map((row) => change({ ...row, run: name }));
    // The run of the fixture was ended before its last trial.
    const recorded = new Set(manifest.trials.map(({ id }) => id));
    const trials = manifest.plan.trials.filter(({ id }) => recorded.has(id));
    const plan = { ...manifest.plan, trials };
    const kept: Manifest = { ...manifest, run: name, startedAt, scenarios, plan };
    writeFileSync(join(path, 'manifest.json'), JSON.stringify(kept));
    writeFileSync(join(path, 'observations.csv'), observationCsv(rows, declaredFactors(scenarios)));
    return path;
  }

  const slower = (row: Observation): Observation => ({
    ...row,
    value: row.value * (row.unit === 'ns' ? 1.03 : 1),
  });

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  it('keeps a run without its raw metrics, lists and shows it, and compares with it by name', async () => {
    const path = results('r1', '2026-01-01T00:00:00.000Z');
    const saved = await netknee('baseline', 'save', path, '--name', 'main');
    assert.equal(saved.stdout, join('baselines', 'main'));
    const csv = readFileSync(join(folder, 'baselines/main/observations.csv'), 'utf8');
    assert.ok(csv.includes(',create_latency,') && !csv.includes(',mem_free,'));
    assert.ok(
      statSync(join(folder, 'baselines/main/observations.csv')).size <
        statSync(join(path, 'observations.csv')).size,
    );
    assert.match((await netknee('baseline', 'list')).stdout, /^main +r1 +2026-01-01T00:00:00\.000Z/m);
    assert.match((await netknee('baseline', 'show', 'main')).stdout, /^kernels +6\.1\.0-42-cloud-amd64$/m);

    const same = await netknee('compare', 'main', path, '--clock', 'instructions', '--threshold', '1%');
    assert.equal(same.exitCode, EXIT.ok, same.stderr);
    const next = results('r2', '2026-01-02T00:00:00.000Z', slower);
    assert.equal(
      (await netknee('compare', 'main', next, '--clock', 'instructions', '--threshold', '1%')).exitCode,
      EXIT.regression,
    );
    assert.equal(
      (await netknee('compare', 'main', next, '--clock', 'instructions', '--threshold', '5%')).exitCode,
      EXIT.ok,
    );
  });

  it('replaces a baseline of the same name and leaves nothing half made', async () => {
    await netknee('baseline', 'save', results('r1', '2026-01-01T00:00:00.000Z'));
    await netknee('baseline', 'save', results('r2', '2026-01-02T00:00:00.000Z'));
    const { stdout } = await netknee('baseline', 'list');
    assert.match(stdout, /^main +r2 /m);
    assert.doesNotMatch(stdout, /r1/);
    const { stdout: names } = await execa('ls', ['-A', join(folder, 'baselines')]);
    assert.equal(names, 'main');
  });

  it('refuses a run that lacks a trial, unless told: what a baseline lacks, no comparison can look at', async () => {
    const path = results('r1', '2026-01-01T00:00:00.000Z');
    writeFileSync(join(path, 'manifest.json'), JSON.stringify({ ...manifest, run: 'r1', scenarios }));
    const { stderr, exitCode } = await netknee('baseline', 'save', path);
    assert.equal(exitCode, EXIT.usage);
    assert.match(
      stderr,
      /1 of \d+ trials are missing or failed[\s\S]*--resume .*or keep what there is: --partial/,
    );
    assert.equal(existsSync(join(folder, 'baselines')), false);
    assert.equal((await netknee('baseline', 'save', path, '--partial')).exitCode, EXIT.ok);
  });

  it('refuses names that are no folder of their own, and shows what is known', async () => {
    const path = results('r1', '2026-01-01T00:00:00.000Z');
    for (const name of ['..', 'a/b', '.hidden', '']) {
      assert.equal((await netknee('baseline', 'save', path, '--name', name)).exitCode, EXIT.usage, name);
    }
    assert.match(
      (await netknee('baseline', 'show', 'other')).stderr,
      /no baseline "other"[\s\S]*Known: none/,
    );
  });

  it('removes all but the latest runs, those of baselines spared, and nothing that is not a run', async () => {
    const [first] = [1, 2, 3, 4].map((day) => results(`r${day}`, `2026-01-0${day}T00:00:00.000Z`));
    await netknee('baseline', 'save', first!);
    const strange = join(folder, 'results', 'mine');
    mkdirSync(strange);
    writeFileSync(join(strange, 'notes.txt'), 'keep me');
    const dry = await netknee('prune', '--keep-last', '1', '--keep-baselines', '--dry-run');
    assert.match(dry.stdout, /would remove 2, kept 2/);
    assert.ok(existsSync(join(folder, 'results/r2')));
    const { stdout } = await netknee('prune', '--keep-last', '1', '--keep-baselines');
    assert.deepEqual(stdout.split('\n'), ['removed r3', 'removed r2', 'removed 2, kept 2']);
    const left = ['r1', 'r2', 'r3', 'r4', 'mine'].filter((name) => existsSync(join(folder, 'results', name)));
    assert.deepEqual(left, ['r1', 'r4', 'mine']);
    assert.match(
      (await netknee('prune', '--keep-last', 'few')).stderr,
      /--keep-last takes a whole number, not "few"/,
    );
  });
});
