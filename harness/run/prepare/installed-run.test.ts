import assert from 'node:assert/strict';
import { release } from 'node:os';
import { planTrials } from '../../design/plan.js';
import { Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { UndoStack } from '../../machine/process/cleanup.js';
import { MARKER } from '../../machine/remote/remote-check.js';
import { needRoot } from '../../probes/compile.testing.js';
import type { Scenario } from '../../types.js';
import type { Settings } from '../config/settings.js';
import { type ResolvedPlan, withDigest } from '../plan/resolve-plan.js';
import { tiny, tinyPlan } from '../tiny.testing.js';
import { fitToMachine } from './installed-run.js';

const impossible: Scenario = {
  ...tiny,
  name: 'impossible',
  needs: { programs: ['netknee-no-such-program'], modules: ['netknee_no_such_module'], cpus: 100_000 },
};

const resolved = (scenarios: Scenario[]): ResolvedPlan => {
  const request = {
    scenarios,
    profile: 'quick' as const,
    kernels: ['installed'],
    seed: 1,
    installedMachine: true,
  };
  return { scenarios, kernels: [], plan: withDigest(planTrials({ ...request, clocks: ['wall'] })) };
};

const fitted = (plan: ResolvedPlan, settings: Settings) =>
  fitToMachine(plan, settings, {
    cleanup: new UndoStack(),
    onProgress: () => {},
    signal: new AbortController().signal,
  });

const LOCAL: Settings = { provider: 'local', 'allow-destructive': true };

describe('fitToMachine', () => {
  sandbox();
  const refused = (plan: ResolvedPlan, settings: Settings, exit: number, words: RegExp) =>
    assert.rejects(fitted(plan, settings), (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, exit);
      assert.match(`${error.message}\n${error.details.remedy}`, words);
      return true;
    });

  it('leaves a plan of guests alone', async () => {
    const plan = { scenarios: [tiny], kernels: [], plan: tinyPlan() };
    assert.deepEqual(await fitted(plan, {}), { resolved: plan });
  });

  it('refuses a plan of another provider', async () => {
    await refused(resolved([tiny]), {}, 64, /plan is of another provider/);
    await refused({ scenarios: [tiny], kernels: [], plan: tinyPlan() }, LOCAL, 64, /of another provider/);
  });

  it('refuses a machine that nobody called disposable', async function () {
    needRoot(this);
    await refused(
      resolved([tiny]),
      { provider: 'local' },
      69,
      new RegExp(`--allow-destructive, .*${MARKER}`),
    );
  });

  it('keeps what can run, and says of the machine what it is', async function () {
    needRoot(this);
    const { resolved: kept, installed } = await fitted(resolved([tiny]), LOCAL);
    assert.equal(installed?.provider.name, 'local');
    assert.equal(kept.plan.trials.length, 6);
    assert.equal(installed.notices.length, 1);
    assert.ok(installed.notices[0]!.text.includes(release()));
  });

  it('leaves out a scenario that lacks something, and names what', async function () {
    needRoot(this);
    const { resolved: kept, installed } = await fitted(resolved([impossible, tiny]), LOCAL);
    assert.deepEqual(kept.plan, resolved([tiny]).plan);
    assert.deepEqual(
      kept.scenarios.map(({ name }) => name),
      ['tiny'],
    );
    const [warning] = installed!.notices.filter(({ severity }) => severity === 'warning');
    assert.match(
      warning!.text,
      /^impossible is not in this run: the machine lacks program netknee-no-such-program, kernel module netknee_no_such_module, 100000 CPUs/,
    );
  });

  it('fails when nothing is left', async function () {
    needRoot(this);
    await refused(resolved([impossible]), LOCAL, 69, /impossible can't run there: .*netknee_no_such_module/);
  });
});
