import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { parseObservations } from '../cells/observation-parse.js';
import { EXIT, Failure } from '../failure.js';
import { sandbox } from '../machine/host/sandbox.testing.js';
import type { FakeTrial } from '../machine/provider/fake.testing.js';
import type { Trial } from '../types.js';
import type { RunEvent } from './events.js';
import { journalEntry } from './results/journal.js';
import { readManifest } from './results/manifest.js';
import { readRun } from './results/results.js';
import { plays, runTiny, type TinyRun, tiny, tinyPlan } from './tiny.testing.js';

const EXACT_1 = 'tiny.instructions.k6.1.p2.b1';
const EXACT_2 = 'tiny.instructions.k6.1.p2.b2';
const REAL_1 = 'tiny.wall.k6.1.p2.b1';
const REAL_2 = 'tiny.wall.k6.1.p2.b2';

/** One attempt of a trial as it goes by, all well. */
const wellDone = (id: string, done: number) => [
  `start ${id} attempt 1`,
  'step prepare (0/3)',
  'step at 0 (1/3)',
  'step at 5 (2/3)',
  `end ${id} done (${done}/4)`,
];

function word(event: RunEvent): string {
  switch (event.type) {
    case 'plan':
      return `plan of ${event.plan.trials.length}, ${event.toRun.length} to run`;
    case 'notice':
      return `${event.notice.severity}: ${event.notice.text}`;
    case 'trial-start':
      return `start ${event.trial.id} attempt ${event.attempt}`;
    case 'step':
      return `step ${event.title} (${event.done}/${event.of})`;
    case 'trial-end':
      return `end ${event.record.id} ${event.record.status} (${event.done}/${event.of})`;
    case 'end':
      return `run ends, ${event.failed} failed, ${event.disturbed} disturbed`;
    case 'prepare':
      return `prepare ${event.what}`;
    case 'verdicts':
      return `${event.judged.length} claims judged`;
  }
}

/** The odd one plays differently; all others do well. */
const butFor =
  (id: string, play: (trial: Trial, attempt: number) => FakeTrial) =>
  (trial: Trial, attempt: number): FakeTrial =>
    trial.id === id ? play(trial, attempt) : plays.well(trial);

describe('the life of a run', () => {
  const here = sandbox();
  const results = () => here.path('results');
  const run = (more: Partial<TinyRun> = {}) => runTiny({ folder: results(), play: plays.well, ...more });
  const read = (name: string): string => readFileSync(here.path('results', name), 'utf8');
  const rows = () => parseObservations(read('observations.csv'), tiny.factors);
  const values = (trial: string) =>
    rows().flatMap((row) =>
      row.trial === trial ? [`${row.factors.namespaces} ${row.factors.variant} ${row.value}`] : [],
    );
  const journal = () =>
    read('journal.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => journalEntry.parse(JSON.parse(line)))
      .map(({ event, trial, status }) => [event, trial, status].filter(Boolean).join(' '));

  it('goes from the plan through the instruction clock, then the real one, to the report', async () => {
    const { manifest, events } = await run();
    assert.deepEqual(events.map(word), [
      'plan of 4, 4 to run',
      ...wellDone(EXACT_1, 1),
      ...wellDone(EXACT_2, 2),
      ...wellDone(REAL_1, 3),
      ...wellDone(REAL_2, 4),
      '0 claims judged',
      'run ends, 0 failed, 0 disturbed',
    ]);
    assert.deepEqual(journal(), [
      'run-start',
      ...[EXACT_1, EXACT_2, REAL_1, REAL_2].flatMap((id) => [`trial-start ${id}`, `trial-end ${id} done`]),
      'run-end',
    ]);
    assert.deepEqual(JSON.parse(read('manifest.json')), JSON.parse(JSON.stringify(manifest)));
    assert.notEqual(manifest.endedAt, null);
    assert.deepEqual(values(EXACT_2), [
      ...['0 a 2000', '0 a 2001', '0 b 2100', '0 b 2101'],
      ...['5 a 2005', '5 a 2006', '5 b 2105', '5 b 2106'],
    ]);
    assert.match(read('report.md'), /A scenario for tests/);
  });

  it('keeps what was sent, and the bundle without its binaries unless told to keep it', async () => {
    await run({ request: { settings: { jobs: 1, keep: true } } });
    assert.equal(read(`raw/${EXACT_1}/facts/kernel`), 'Linux 6.1.0-fake\n');
    assert.equal(read(`raw/${EXACT_1}/steps/1-prepare.status`), 'exit=0\nstarted_s=1.00\nended_s=2.00\n');
    assert.match(read(`raw/${EXACT_1}/bundle/run.sh`), /^step 2-at-0 9 continue 'at 0' measure 0$/m);
    assert.deepEqual(readdirSync(here.path(`results/raw/${EXACT_1}/bundle`)).sort(), [
      'guest',
      'lib',
      'run.sh',
    ]);
    assert.ok(existsSync(here.path(`results/raw/${EXACT_1}/bundle.tar`)));
  });

  it('leaves nothing outside the results', async () => {
    await run({ play: butFor(REAL_1, plays.failedStep) });
    assert.deepEqual(readdirSync(here.path('tmp')), []);
    assert.deepEqual(readdirSync(here.path('state/netknee/machines')), []);
  });

  it('says which variants are not there, and goes on without', async () => {
    const unavailable = [{ name: 'c', reason: 'no git', remedy: 'clone it' }];
    const { manifest, events } = await run({ unavailable });
    assert.equal(events.map(word)[1], 'warning: variant "c" is not in this run: no git');
    assert.deepEqual(manifest.unavailable, unavailable);
    assert.match(read('report.md'), /no git/);
  });

  it('marks a trial whose console shows trouble, and keeps its figures', async () => {
    const { manifest } = await run({
      play: butFor(EXACT_2, (trial) => ({ ...plays.well(trial), trouble: ['soft lockup: CPU#0'] })),
    });
    assert.deepEqual(
      manifest.trials.map(({ status }) => status),
      ['done', 'disturbed', 'done', 'done'],
    );
    assert.deepEqual(manifest.trials[1]?.reasons, ['soft lockup: CPU#0']);
    assert.equal(values(EXACT_2).length, 8);
  });

  describe('when a trial fails', () => {
    it('tries it once more, keeps both records and the part that was measured', async () => {
      const { manifest, events } = await run({ play: butFor(EXACT_1, plays.failedStep) });
      assert.deepEqual(events.map(word).slice(0, 11), [
        'plan of 4, 4 to run',
        ...wellDone(EXACT_1, 0).slice(0, 4),
        `start ${EXACT_1} attempt 2`,
        ...wellDone(EXACT_1, 0).slice(1, 4),
        `end ${EXACT_1} failed (1/4)`,
        `start ${EXACT_2} attempt 1`,
      ]);
      const [record] = manifest.trials;
      assert.deepEqual([record?.status, record?.attempts, record?.stepsDone], ['failed', 2, 2]);
      assert.deepEqual(record?.reasons, ['step 3-at-5: exit 3: tool: no such thing']);
      assert.deepEqual(values(EXACT_1), ['0 a 1000', '0 a 1001', '0 b 1100', '0 b 1101']);
      for (const raw of [EXACT_1, `${EXACT_1}.attempt-1`]) {
        assert.equal(read(`raw/${raw}/steps/3-at-5.out`), 'rubbish');
      }
      assert.deepEqual(journal().slice(0, 5), [
        'run-start',
        ...[1, 2].flatMap(() => [`trial-start ${EXACT_1}`, `trial-end ${EXACT_1} failed`]),
      ]);
      assert.equal(events.map(word).at(-1), 'run ends, 1 failed, 0 disturbed');
      assert.match(read('report.md'), /tool: no such thing/);
    });

    it('is done when the second attempt does well, with its figures alone', async () => {
      const { manifest } = await run({
        play: butFor(REAL_1, (trial, attempt) =>
          attempt === 1 ? plays.until(trial, 2, { problem: 'QEMU was ended by SIGSEGV' }) : plays.well(trial),
        ),
      });
      const record = manifest.trials.find(({ id }) => id === REAL_1);
      assert.deepEqual([record?.status, record?.attempts, record?.reasons], ['done', 2, []]);
      assert.equal(values(REAL_1).length, 8);
      assert.ok(existsSync(here.path(`results/raw/${REAL_1}.attempt-1/steps/2-at-0.out`)));
    });

    it('says why: a machine that died, a deadline, steps that never ended', async () => {
      const { manifest } = await run({
        request: { settings: { jobs: 1, timeout: 7 } },
        play: (trial) => {
          if (trial.id === EXACT_1) return plays.until(trial, 2, { problem: 'QEMU was ended by SIGKILL' });
          if (trial.id === EXACT_2) return plays.until(trial, 2, 'late');
          const frames = plays.well(trial).frames;
          return { frames: frames.filter(({ name }) => name !== '2-at-0'), ends: 'well' };
        },
      });
      assert.deepEqual(
        manifest.trials.map(({ reasons }) => reasons),
        [
          ['QEMU was ended by SIGKILL'],
          ['the trial was not over within 7 s of the host'],
          ['no end of steps 2-at-0'],
          ['no end of steps 2-at-0'],
        ],
      );
      assert.deepEqual(
        values(EXACT_1),
        values(EXACT_2).map((text) => text.replace(' 2', ' 1')),
      );
      assert.equal(values(EXACT_1).length, 4);
    });
  });

  it('writes one manifest at a time, however many trials end together', async () => {
    const plan = tinyPlan({ boots: 24, clocks: ['instructions'] });
    await run({ request: { plan, settings: { jobs: 8 } } });
    const { trials } = await readManifest(results());
    assert.deepEqual(
      trials.map(({ id }) => id),
      plan.trials.map(({ id }) => id),
    );
    assert.equal(rows().length, 24 * 8);
  });

  it('throws what is a defect, after putting in place what was measured', async () => {
    const play = butFor(EXACT_2, () => {
      throw new TypeError('a defect');
    });
    await assert.rejects(run({ play }), /a defect/);
    const manifest = await readManifest(results());
    assert.deepEqual(
      manifest.trials.map(({ id }) => id),
      [EXACT_1],
    );
    assert.notEqual(manifest.endedAt, null);
    assert.equal(values(EXACT_1).length, 8);
    assert.equal(journal().at(-1), 'run-end');
    assert.deepEqual(readdirSync(here.path('tmp')), []);
  });

  describe('when it is interrupted', () => {
    /** The second trial has measured one level and would go on for ever. */
    async function interrupted() {
      const controller = new AbortController();
      return run({
        signal: controller.signal,
        request: { settings: { jobs: 1, boots: 2 } },
        play: butFor(EXACT_2, (trial) => {
          setImmediate(() => controller.abort());
          return plays.until(trial, 2, 'hangs');
        }),
      });
    }

    it('ends at once, begins nothing more and keeps what was measured', async () => {
      const { manifest, events } = await interrupted();
      assert.deepEqual(
        manifest.trials.map(({ id, status, reasons }) => [id, status, ...reasons]),
        [
          [EXACT_1, 'done'],
          [EXACT_2, 'failed', 'interrupted'],
        ],
      );
      assert.equal(events.filter(({ type }) => type === 'trial-start').length, 2);
      assert.deepEqual([values(EXACT_1).length, values(EXACT_2).length], [8, 4]);
      assert.equal(journal().at(-1), 'run-end');
      assert.ok(existsSync(here.path('results/report.md')));
    });

    it('resumes with what is missing, and ends with the figures of an uninterrupted run', async () => {
      await interrupted();
      const resumed = await readManifest(results());
      const { manifest, events } = await run({ request: { resumed } });
      assert.deepEqual(
        events.map(word).filter((text) => /^(plan|start)/.test(text)),
        ['plan of 4, 3 to run', ...[EXACT_2, REAL_1, REAL_2].map((id) => `start ${id} attempt 1`)],
      );
      assert.deepEqual(
        manifest.trials.map(({ id, status }) => `${id} ${status}`),
        [EXACT_1, EXACT_2, REAL_1, REAL_2].map((id) => `${id} done`),
      );
      assert.equal(manifest.startedAt, resumed.startedAt);
      assert.deepEqual(manifest.planArguments, ['--boots', '2']);
      assert.equal(journal().filter((line) => line === 'run-resume').length, 1);
      const [csv, summary] = [read('observations.csv'), read('summary.csv')];
      await run({ folder: here.path('whole') });
      assert.equal(csv, readFileSync(here.path('whole/observations.csv'), 'utf8'));
      assert.equal(summary, readFileSync(here.path('whole/summary.csv'), 'utf8'));
    });

    for (const [what, damage] of [
      ['gone', () => rmSync(here.path('results/raw', EXACT_1, 'observations.csv'))],
      ['empty', () => writeFileSync(here.path('results/raw', EXACT_1, 'observations.csv'), '')],
      ['cut short', () => truncateSync(here.path('results/raw', EXACT_1, 'observations.csv'), 500)],
    ] as const) {
      it(`measures again what a done trial measured, when that is ${what}, and says so`, async () => {
        await interrupted();
        const resumed = await readManifest(results());
        const whole = values(EXACT_1);
        damage();
        const { events } = await run({ request: { resumed } });
        assert.ok(events.map(word).includes('plan of 4, 4 to run'));
        assert.match(
          events.map(word).join('\n'),
          new RegExp(`warning: what ${EXACT_1} measured does not stand`),
        );
        assert.deepEqual(values(EXACT_1), whole);
      });
    }

    it('concludes nothing from rows that are not those which were measured', async () => {
      await run();
      const csv = read('observations.csv');
      writeFileSync(here.path('results/observations.csv'), csv.replace(/\n[^\n]+\n$/, '\n'));
      await assert.rejects(readRun(results()), (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.details.exit, EXIT.io);
        assert.match(
          `${error.message} ${error.details.tail}`,
          /is not what was measured .*rows, \d+ were measured/,
        );
        return true;
      });
    });

    it('forgets no failed trial when it is interrupted again before that has run', async () => {
      const before = (await interrupted()).manifest.trials;
      const resumed = await readManifest(results());
      const { manifest } = await run({ request: { resumed }, signal: AbortSignal.abort() });
      assert.deepEqual(manifest.trials, before);
      assert.equal(values(EXACT_2).length, 4);
    });
  });
});
