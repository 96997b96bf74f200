import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { declaredFactors } from '../../cells/declared-factors.js';
import { observationCsv } from '../../cells/observation-csv.js';
import { parseObservations } from '../../cells/observation-parse.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { manifest, observations } from '../../report/fixtures/small-run.js';
import type { Plan } from '../../types.js';
import { writeManifest } from './manifest.js';
import { gatherObservations, rawFolder, writeReport, writeTrialResults } from './results.js';

describe('results', () => {
  const here = sandbox();
  const plan: Plan = manifest.plan;
  const declared = declaredFactors(manifest.scenarios);
  const rowsOf = (trial: string) => observations.filter((row) => row.trial === trial);
  const csv = () => readFileSync(here.path('observations.csv'), 'utf8');

  /** Writes trials in reverse, and all but `missing`. */
  async function measured(...missing: string[]): Promise<void> {
    for (const { id } of [...plan.trials].reverse()) {
      mkdirSync(rawFolder(here.path(), id), { recursive: true });
      if (!missing.includes(id))
        await writeTrialResults(here.path(), declared, id, { observations: rowsOf(id), attachments: [] });
    }
  }

  it('gathers the observations of all trials in the order of the plan', async () => {
    await measured();
    await gatherObservations(here.path(), manifest);
    assert.deepEqual(
      parseObservations(csv(), declared),
      plan.trials.flatMap(({ id }) => rowsOf(id)),
    );
    assert.equal(
      csv(),
      observationCsv(
        plan.trials.flatMap(({ id }) => rowsOf(id)),
        declared,
      ),
    );
  });

  it('leaves out a trial that did not run, and takes no former attempt for it', async () => {
    const [first, second] = plan.trials.map(({ id }) => id) as [string, string];
    await measured(first);
    mkdirSync(here.path(`raw/${first}.attempt-1`));
    writeFileSync(
      here.path(`raw/${first}.attempt-1/observations.csv`),
      observationCsv(rowsOf(first), declared),
    );
    await gatherObservations(here.path(), manifest);
    const trials = new Set(parseObservations(csv(), declared).map(({ trial }) => trial));
    assert.deepEqual([trials.has(first), trials.has(second)], [false, true]);
  });

  it('loses nothing in silence: a file that can’t be read is an error, and what stood stays', async () => {
    await measured();
    await gatherObservations(here.path(), manifest);
    const before = csv();
    const [first] = plan.trials.map(({ id }) => id) as [string];
    rmSync(here.path(`raw/${first}/observations.csv`));
    mkdirSync(here.path(`raw/${first}/observations.csv`));
    await assert.rejects(
      gatherObservations(here.path(), manifest),
      /observations\.csv can't be read: it is not a regular file/,
    );
    assert.equal(csv(), before);
  });

  it('rebuilds the report from the folder alone, without what a former one had', async () => {
    await measured();
    await gatherObservations(here.path(), manifest);
    await writeManifest(here.path(), manifest);
    mkdirSync(here.path('tables'));
    writeFileSync(here.path('tables/old.csv'), '');
    await writeReport(here.path());
    const first = readFileSync(here.path('report.md'), 'utf8');
    assert.equal(existsSync(here.path('tables/old.csv')), false);
    assert.ok(readdirSync(here.path('figures')).length > 0);
    await writeReport(here.path());
    assert.equal(readFileSync(here.path('report.md'), 'utf8'), first);
  });
});
