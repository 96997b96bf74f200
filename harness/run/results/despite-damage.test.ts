import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { declaredFactors } from '../../cells/declared-factors.js';
import { observationCsv } from '../../cells/observation-csv.js';
import { EXIT, Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { manifest, observations } from '../../report/fixtures/small-run.js';
import { writeManifest } from './manifest.js';
import { readRun, writeReport } from './results.js';
import { rowsByTrial } from './trial-digests.js';

describe('a damaged results folder', () => {
  const here = sandbox();
  const path = () => here.path('observations.csv');
  const has = (id: string) => observations.some(({ trial }) => trial === id);
  // What the manifest has no record of can't be missed.
  const recorded = new Set(manifest.trials.map(({ id }) => id));
  const trials = manifest.plan.trials.filter(({ id }) => recorded.has(id) && has(id));
  const [first, second] = trials.map(({ id }) => id) as [string, string];
  const csv = observationCsv(
    trials.flatMap(({ id }) => observations.filter(({ trial }) => trial === id)),
    declaredFactors(manifest.scenarios),
  );
  const rowsIn = (trial: string) => observations.filter((row) => row.trial === trial).length;

  beforeEach(async () => {
    const rows = rowsByTrial(csv);
    const records = manifest.trials.map((record) => ({ ...record, rows: rows.get(record.id)! }));
    await writeManifest(here.path(), {
      ...manifest,
      trials: records.filter((one) => one.rows !== undefined),
    });
    writeFileSync(path(), csv);
  });

  /** The lines of one trial, with their places in the file. */
  const linesOf = (trial: string) =>
    csv.split('\n').flatMap((line, i) => (line.split(',')[1] === trial ? [i] : []));
  const change = (line: number, to: (text: string) => string) =>
    writeFileSync(
      path(),
      csv
        .split('\n')
        .flatMap((text, i) => (i === line ? to(text) : text))
        .join('\n'),
    );

  /** Refused as it is; with the word, read, and these lines say what is wrong. */
  async function damaged(words: RegExp, lines: (RegExp | string)[]): Promise<number> {
    await assert.rejects(readRun(here.path()), (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, EXIT.io);
      assert.match(`${error.message} ${error.details.tail}`, words);
      assert.match(error.details.remedy ?? '', /--allow-mismatch damage/);
      return true;
    });
    const { damage, summary } = await readRun(here.path(), { despiteDamage: true });
    assert.equal(damage.length, lines.length, damage.join('\n'));
    for (const [i, line] of lines.entries()) assert.match(damage[i] as string, new RegExp(line));
    return summary.length;
  }

  it('that is whole has no damage', async () => {
    const whole = await readRun(here.path());
    const despite = await readRun(here.path(), { despiteDamage: true });
    assert.deepEqual(despite, whole);
    assert.deepEqual(despite.damage, []);
  });

  it('is read without the rows that are not good, and says how many of which trial, and why', async () => {
    const [line] = linesOf(first) as [number];
    change(line, (text) => text.replace(/[^,]*$/, 'NaN'));
    await damaged(/line \d+: value cannot be "NaN"/, [
      `^${first}: 1 row left out \\(the first: observations\\.csv line ${line + 1}: value cannot be "NaN"\\)$`,
    ]);
  });

  it('counts rows that are missing, doubled, changed, moved, of others, or cut', async () => {
    const n = rowsIn(first);
    const [line] = linesOf(first) as [number];
    change(line, (text) => `${text}\n${text}`);
    await damaged(/not what was measured/, [
      `^${first}: ${n + 1} of ${n} rows that were measured are there$`,
    ]);
    writeFileSync(
      path(),
      csv
        .split('\n')
        .filter((_, i) => i !== line)
        .join('\n'),
    );
    await damaged(/not what was measured/, [
      `^${first}: ${n - 1} of ${n} rows that were measured are there$`,
    ]);
    change(line, (text) => text.replace(/[^,]*$/, '7'));
    await damaged(/not what was measured/, [`^${first}: its ${n} rows are not those that were measured`]);
    change(line, (text) => text.replace(`,${first},`, ',nobody,'));
    await damaged(/not in the plan/, [
      `^${first}: ${n - 1} of ${n} rows`,
      '^1 row of no trial of the plan left out .*"nobody", which is not in the plan',
    ]);
    writeFileSync(path(), csv);
    appendFileSync(path(), `${csv.split('\n')[line]}\n`);
    await damaged(/two places/, [`^${first}: 1 row left out .*two places.*${n} of`.replace(/; .*/, '')]);
    const last = trials.at(-1)!.id;
    writeFileSync(path(), csv.slice(0, -3));
    await damaged(/cut short/, [
      `^${last}: ${rowsIn(last) - 1} of ${rowsIn(last)} rows`,
      '^1 row of no trial of the plan left out \\(the first: the last line is cut short',
    ]);
  });

  it('says so on the very top of its report, and no longer once it is whole', async () => {
    const [line] = linesOf(second) as [number];
    change(line, () => 'rubbish');
    await writeReport(here.path(), { despiteDamage: true });
    const top = (name: string) => readFileSync(here.path(name), 'utf8').split('\n').slice(0, 8).join('\n');
    for (const name of ['report.md', 'step-summary.md']) {
      assert.match(top(name), /Damaged\..*observations\.csv/);
      assert.match(
        top(name),
        new RegExp(`${second.slice(0, 12)}.*of \\d+ rows that were measured are there`),
      );
      assert.match(top(name), /1 row of no trial of the plan left out/);
    }
    assert.match(readFileSync(here.path('report.html'), 'utf8'), /Damaged\./);
    writeFileSync(path(), csv);
    await writeReport(here.path());
    assert.doesNotMatch(readFileSync(here.path('report.md'), 'utf8'), /Damaged\./);
  });

  it('is refused even so where its header is none, or a line has no end', async () => {
    const despite = () => readRun(here.path(), { despiteDamage: true });
    writeFileSync(path(), csv.replace('run,trial', 'trial,run'));
    await assert.rejects(despite(), /has the header/);
    writeFileSync(path(), `${csv}${'x'.repeat(1 << 20)}\n`);
    await assert.rejects(despite(), /a line has more than/);
  });
});
