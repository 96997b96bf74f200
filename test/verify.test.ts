import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { netknee, temporaryFolder } from './netknee.testing.js';

describe('netknee verify', function () {
  this.timeout(300_000);
  let folder: string;
  const path = (name: string) => join(folder, name);
  const edit = (name: string, change: (text: string) => string) =>
    writeFileSync(path(name), change(readFileSync(path(name), 'utf8')));

  before(async () => {
    folder = join(await temporaryFolder(), 'run');
    cpSync(join(packageRoot, 'results/example'), folder, { recursive: true });
  });

  async function verified() {
    const { stdout, stderr, exitCode } = await netknee(['verify', folder]);
    const no = stdout.split('\n').filter((line) => line.startsWith('NO'));
    return { no: no.map((line) => line.slice(9).trim()), stdout, stderr, exitCode };
  }

  it('says yes to the published results, and what it could not ask', async () => {
    const { stdout, stderr, exitCode } = await verified();
    assert.equal(exitCode, EXIT.ok, stdout + stderr);
    assert.match(stdout, /^yes +summary, claims, tables, figures and report follow from the observations$/m);
    assert.match(stdout, /^not asked what each trial measured stands in raw\/.*no raw rows were kept/m);
  });

  it('names a figure of the report that was changed, a file that nothing makes, and one that is missing', async () => {
    edit('summary.csv', (text) => text.replace(/\d(?=\n)/, (digit) => String((Number(digit) + 1) % 10)));
    mkdirSync(path('tables'));
    writeFileSync(path('tables/invented.csv'), 'x\n');
    rmSync(path('claims.csv'));
    const { no, stdout, stderr, exitCode } = await verified();
    assert.equal(exitCode, EXIT.trialsFailed);
    assert.deepEqual(no, ['summary, claims, tables, figures and report follow from the observations']);
    assert.match(stdout, /^ +summary\.csv: does not follow from the observations$/m);
    assert.match(stdout, /^ +claims\.csv: missing, or no file$/m);
    assert.match(stdout, /^ +tables\/invented\.csv: nothing makes it$/m);
    assert.match(stderr, /is not whole: 1 of 6 things do not hold[\s\S]*netknee report/);
    assert.equal((await netknee(['report', folder])).exitCode, EXIT.ok);
    assert.deepEqual((await verified()).no, []);
  });

  it('is not kept from asking by words that name a scenario which was never there', async () => {
    const before = readFileSync(path('manifest.json'), 'utf8');
    const manifest = JSON.parse(before);
    manifest.planArguments = [join(folder, 'no-such-scenario'), ...(manifest.planArguments ?? [])];
    writeFileSync(path('manifest.json'), JSON.stringify(manifest));
    const { no, exitCode } = await verified();
    writeFileSync(path('manifest.json'), before);
    assert.equal(exitCode, EXIT.trialsFailed);
    assert.ok(no.includes('the plan is what the run was begun with'), no.join());
  });

  it('names a trial that failed, a run that has not ended, a plan that was changed, and a row that is missing', async () => {
    const manifest = JSON.parse(readFileSync(path('manifest.json'), 'utf8'));
    const [first, second] = manifest.trials;
    first.status = 'failed';
    manifest.endedAt = null;
    manifest.plan.trials[0].iterations += 1;
    const rows = readFileSync(path('observations.csv'), 'utf8').split('\n');
    const count = rows.filter((row) => row.split(',')[1] === second.id).length;
    second.rows = { rows: count + 1, sha256: '0'.repeat(64) };
    writeFileSync(path('manifest.json'), JSON.stringify(manifest));
    const { no, stdout, exitCode } = await verified();
    assert.equal(exitCode, EXIT.trialsFailed);
    assert.deepEqual(no, [
      'the plan is what the run was begun with',
      'every trial of the plan was measured',
      'observations.csv has the rows that were measured, and no other',
    ]);
    assert.match(stdout, new RegExp(`^ +${first.id}: failed$`, 'm'));
    assert.match(stdout, /^ +the run has not ended$/m);
    assert.match(stdout, new RegExp(`^ +${second.id}: ${count} rows, ${count + 1} were measured$`, 'm'));
    assert.match(stdout, /^not asked summary, .*: the observations are not whole$/m);
  });
});
