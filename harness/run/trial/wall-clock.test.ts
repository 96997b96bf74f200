import assert from 'node:assert/strict';
import type { Manifest, TrialRecord } from '../../types.js';
import { tinyPlan } from '../tiny.testing.js';
import { wallClock } from './wall-clock.js';

const plan = tinyPlan();
const never = async () => assert.fail('was asked for KVM');
const answers = (works: boolean) => async () => ({ works, reason: 'so it was found' });

/** A run whose wall-clock trials have such records, one each from the first on. */
function resumed(...records: Partial<TrialRecord>[]): Manifest {
  const real = plan.trials.filter(({ clock }) => clock === 'wall');
  const trials = records.map((record, i) => ({ id: real[i]?.id, status: 'done', stepsDone: 3, ...record }));
  return { run: 'r', plan, trials } as Manifest;
}

describe('wallClock', () => {
  it('asks for KVM, and says why the clock is emulated where there is none', async () => {
    assert.deepEqual(await wallClock({ plan }, plan.trials, answers(true)), {
      accelerator: 'kvm',
      notices: [],
    });
    const { accelerator, notices } = await wallClock({ plan }, plan.trials, answers(false));
    assert.equal(accelerator, 'tcg-multi');
    assert.match(notices[0]?.text ?? '', /^the wall clock is emulated \(so it was found\): compare ratios/);
  });

  it('asks nothing where no trial is on the wall clock', async () => {
    const exact = tinyPlan({ clocks: ['instructions'] });
    assert.deepEqual((await wallClock({ plan: exact }, exact.trials, never)).notices, []);
  });

  it('goes on emulated when the run was begun so, and says it', async () => {
    const begun = resumed({ accelerator: 'tcg-multi' });
    const { accelerator, notices } = await wallClock({ plan, resumed: begun }, plan.trials, never);
    assert.equal(accelerator, 'tcg-multi');
    assert.match(notices[0]?.text ?? '', /emulated \(the run was begun emulated\)/);
  });

  it('refuses to go on when the run was begun under KVM and KVM is gone', async () => {
    const begun = resumed({ accelerator: 'kvm' });
    await assert.rejects(
      wallClock({ plan, resumed: begun }, plan.trials, answers(false)),
      /begun under kvm.*so it was found/,
    );
    assert.equal((await wallClock({ plan, resumed: begun }, plan.trials, answers(true))).accelerator, 'kvm');
  });

  it('asks nothing when nothing of the clock is left to run', async () => {
    const begun = resumed({ accelerator: 'kvm' });
    const exact = plan.trials.filter(({ clock }) => clock === 'instructions');
    const real = await wallClock({ plan, resumed: begun }, exact, never);
    assert.deepEqual(real, { accelerator: 'kvm', notices: [] });
  });

  it('is not bound by a trial that failed before it measured anything', async () => {
    const failed = { accelerator: 'kvm', status: 'failed' } as const;
    const nothing = resumed({ ...failed, stepsDone: 0 });
    assert.equal(
      (await wallClock({ plan, resumed: nothing }, plan.trials, answers(false))).accelerator,
      'tcg-multi',
    );
    const some = resumed({ ...failed, stepsDone: 1 });
    await assert.rejects(wallClock({ plan, resumed: some }, plan.trials, answers(false)), /begun under kvm/);
  });
});
