import assert from 'node:assert/strict';
import type { Manifest, TrialRecord } from '../../types.js';
import { tinyPlan } from '../tiny.testing.js';
import { realLane } from './real-lane.js';

const plan = tinyPlan();
const never = async () => assert.fail('was asked for KVM');
const answers = (works: boolean) => async () => ({ works, reason: 'so it was found' });

/** A run whose real trials have such records, one each from the first on. */
function resumed(...records: Partial<TrialRecord>[]): Manifest {
  const real = plan.trials.filter(({ lane }) => lane === 'real');
  const trials = records.map((record, i) => ({ id: real[i]?.id, status: 'done', stepsDone: 3, ...record }));
  return { run: 'r', plan, trials } as Manifest;
}

describe('realLane', () => {
  it('asks for KVM, and says why the lane is emulated where there is none', async () => {
    assert.deepEqual(await realLane({ plan }, plan.trials, answers(true)), {
      accelerator: 'kvm',
      notices: [],
    });
    const { accelerator, notices } = await realLane({ plan }, plan.trials, answers(false));
    assert.equal(accelerator, 'tcg-multi');
    assert.match(notices[0]?.text ?? '', /^the real lane is emulated \(so it was found\): compare ratios/);
  });

  it('asks nothing where no trial is on the real clock', async () => {
    const exact = tinyPlan({ lanes: ['exact'] });
    assert.deepEqual((await realLane({ plan: exact }, exact.trials, never)).notices, []);
  });

  it('goes on emulated when the run was begun so, and says it', async () => {
    const begun = resumed({ accelerator: 'tcg-multi' });
    const { accelerator, notices } = await realLane({ plan, resumed: begun }, plan.trials, never);
    assert.equal(accelerator, 'tcg-multi');
    assert.match(notices[0]?.text ?? '', /emulated \(the run was begun emulated\)/);
  });

  it('refuses to go on when the run was begun under KVM and KVM is gone', async () => {
    const begun = resumed({ accelerator: 'kvm' });
    await assert.rejects(
      realLane({ plan, resumed: begun }, plan.trials, answers(false)),
      /begun under kvm.*so it was found/,
    );
    assert.equal((await realLane({ plan, resumed: begun }, plan.trials, answers(true))).accelerator, 'kvm');
  });

  it('asks nothing when nothing of the lane is left to run', async () => {
    const begun = resumed({ accelerator: 'kvm' });
    const exact = plan.trials.filter(({ lane }) => lane === 'exact');
    const real = await realLane({ plan, resumed: begun }, exact, never);
    assert.deepEqual(real, { accelerator: 'kvm', notices: [] });
  });

  it('is not bound by a trial that failed before it measured anything', async () => {
    const failed = { accelerator: 'kvm', status: 'failed' } as const;
    const nothing = resumed({ ...failed, stepsDone: 0 });
    assert.equal(
      (await realLane({ plan, resumed: nothing }, plan.trials, answers(false))).accelerator,
      'tcg-multi',
    );
    const some = resumed({ ...failed, stepsDone: 1 });
    await assert.rejects(realLane({ plan, resumed: some }, plan.trials, answers(false)), /begun under kvm/);
  });
});
