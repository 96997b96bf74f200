import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { INSTALLED_MACHINE } from '../../design/installed-machine.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { fakeFrames } from '../../machine/provider/fake.testing.js';
import type { Measurement, Observation, Trial } from '../../types.js';
import { tiny, tinyPlan } from '../tiny.testing.js';
import { recordTrial } from './recorder.js';

const trial = tinyPlan().trials[0] as Trial;
const steps = tiny.steps(trial);
const [PREPARE, FIRST, SECOND] = steps.map(({ id }) => id) as [string, string, string];
const latency = (more: Partial<Measurement> = {}): string =>
  JSON.stringify([{ metric: 'latency', iteration: 0, value: 7, factors: { variant: 'a' }, ...more }]);

describe('recordTrial', () => {
  const here = sandbox();
  const raw = (name: string) => readFileSync(here.path('raw', name), 'utf8');

  const toRecord = () => ({
    ...{ run: 'run', scenario: tiny, trial, steps, raw: here.path('raw') },
    onStep: () => {},
  });

  /** Records what a machine streamed of these steps. */
  async function record(sent: Parameters<typeof fakeFrames>[1], result?: string) {
    const begun: string[] = [];
    const recording = recordTrial({
      ...toRecord(),
      onStep: (step, done) => begun.push(`${done} ${step.title}`),
    });
    for (const frame of fakeFrames(trial, sent, result)) await recording.onFrame(frame);
    return { ...recording, begun };
  }

  it('keeps nothing of a step whose numbers are none', async () => {
    const bad: [string, RegExp][] = [
      [latency().replace('"value":7', '"value":1e999'), /Infinity/],
      [latency({ iteration: -1 }), /iteration/],
      [latency({ iteration: 0.5 }), /iteration/],
    ];
    for (const [out, says] of bad) {
      const { observations, problems, stepsDone } = await record([
        { id: PREPARE, out: '' },
        { id: FIRST, out },
      ]);
      assert.deepEqual([observations, stepsDone], [[], 1]);
      assert.match(problems[0]?.message ?? '', says);
    }
  });

  it('makes whole observations of measurements, the unit filled in', async () => {
    const { observations, problems, stepsDone, begun, facts, result, due } = await record(
      [
        { id: PREPARE, out: '' },
        { id: FIRST, out: latency({ value: 1 }) },
        { id: SECOND, out: latency({ value: 2 }) },
      ],
      'complete',
    );
    const { clock, kernel, possibleCpus, memoryMb, block, boot } = trial;
    const whole = {
      run: 'run',
      trial: trial.id,
      scenario: 'tiny',
      clock,
      kernel,
      possibleCpus,
      memoryMb,
      block,
      boot,
    };
    const one = { metric: 'latency', unit: 'ns', iteration: 0 };
    assert.deepEqual(observations, [
      { ...whole, ...one, factors: { namespaces: 0, variant: 'a' }, value: 1 },
      { ...whole, ...one, factors: { namespaces: 5, variant: 'a' }, value: 2 },
    ]);
    assert.deepEqual([problems, stepsDone, result, due.size], [[], 3, 'complete', 0]);
    assert.deepEqual(begun, ['0 prepare', '1 at 0', '2 at 5']);
    assert.deepEqual(facts, { kernel: 'Linux 6.1.0-fake' });
  });

  it('gives observations of a machine of the user’s own what its facts say', async () => {
    const own = { ...trial, ...INSTALLED_MACHINE };
    const recording = recordTrial({ ...toRecord(), trial: own });
    const fact = (name: string, text: string) => ({ kind: 'fact', name, payload: Buffer.from(text) });
    const [begin, ...frames] = fakeFrames(own, [{ id: FIRST, out: latency() }], 'complete');
    const facts = [fact('cpus-possible', '0-15\n'), fact('memory', 'MemTotal: 2097152 kB\n')];
    for (const frame of [begin!, ...facts, ...frames]) await recording.onFrame(frame);
    const [{ kernel, possibleCpus, memoryMb }] = recording.observations as [Observation];
    assert.deepEqual([kernel, possibleCpus, memoryMb], ['installed', 16, 2048]);
  });

  it('keeps every record as it came', async () => {
    await record([{ id: FIRST, out: latency(), stderr: 'warning\n' }]);
    assert.deepEqual(
      readdirSync(here.path('raw/steps')),
      ['.err', '.out', '.status'].map((end) => `${FIRST}${end}`),
    );
    assert.deepEqual([raw(`steps/${FIRST}.out`), raw(`steps/${FIRST}.err`)], [latency(), 'warning\n']);
    assert.equal(raw('facts/kernel'), 'Linux 6.1.0-fake\n');
  });

  it('takes no number of a step that failed, and says why', async () => {
    const { observations, problems, stepsDone } = await record([
      { id: FIRST, out: latency(), exit: 1, stderr: 'a\nb\nc\nno such device\n' },
      { id: SECOND, out: latency(), exit: 124 },
    ]);
    assert.deepEqual([observations, stepsDone], [[], 0]);
    assert.deepEqual(problems, [
      { step: FIRST, message: 'exit 1: b | c | no such device' },
      { step: SECOND, message: 'exit 124 (deadline 9 s of the guest)' },
    ]);
  });

  it('takes no number with a factor that the scenario does not declare', async () => {
    const { observations, problems } = await record([
      { id: FIRST, out: latency({ factors: { colour: 'red' } }) },
    ]);
    assert.deepEqual(observations, []);
    assert.match(problems[0]!.message, /"colour" is not a factor of tiny/);
  });

  it('takes no number of an output that is not understood', async () => {
    const { observations, problems } = await record([
      { id: FIRST, out: '[{"metric": "latency", "iter' },
      { id: SECOND, out: latency({ metric: 'latnecy' }) },
    ]);
    assert.deepEqual(observations, []);
    assert.match(problems[0]?.message ?? '', /^output not understood: .*JSON/);
    assert.equal(problems[1]?.message, 'output not understood: "latnecy" is not a metric of tiny');
  });

  it('counts a step that is none of the plan, or ends twice, as a problem', async () => {
    const { observations, problems, due } = await record([
      { id: '9-other', out: latency() },
      { id: FIRST, out: latency() },
      { id: FIRST, out: latency() },
    ]);
    assert.equal(observations.length, 1);
    assert.deepEqual(
      problems.map(({ step, message }) => `${step} ${message}`),
      ['9-other', FIRST].map((id) => `${id} is not a step of the plan that is still due`),
    );
    assert.deepEqual([...due], [PREPARE, SECOND]);
  });

  it('keeps no more than one trial leaves, however much a guest sends', async () => {
    const recording = recordTrial(toRecord());
    const send = (kind: string, name: string, text: string) =>
      recording.onFrame({ kind, name, payload: Buffer.from(text) });
    await send('end', 'trial', 'x'.repeat(1 << 20));
    await send('fact', 'large', 'y'.repeat(1 << 20));
    await send('err', FIRST, 'z'.repeat(1 << 20));
    await send('status', FIRST, 'exit=1\n');
    for (let i = 0; i < 300; i += 1) await send('fact', `fact-${i}`, 'x');
    assert.ok((recording.result?.length ?? 0) < 1000);
    assert.ok((recording.facts.large?.length ?? 0) < 300_000);
    assert.ok((recording.problems[0]?.message.length ?? 0) < 1000);
    assert.equal(Object.keys(recording.facts).length, 200);
    for (let i = 0; i < 20_000; i += 1) await send('start', 'nothing', '');
    assert.equal(recording.problems.length, 2);
    assert.match(recording.problems[1]?.message ?? '', /more than one trial leaves/);
  });

  it('writes nothing outside its folder, whatever a guest calls its records', async () => {
    const { problems } = await record([
      { id: '../../escaped', out: 'x' },
      { id: '..', out: 'x' },
      { id: 'a/b', out: 'x' },
    ]);
    assert.ok(
      problems.length >= 3 && problems.every(({ message }) => message === 'is not the name of a record'),
    );
    assert.equal(existsSync(here.path('escaped.out')), false);
    assert.deepEqual(readdirSync(here.path('raw')), ['facts']);
  });
});
