import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { planTrials } from '../design/plan.js';
import { EXIT, Failure } from '../failure.js';
import { sandbox } from '../machine/host/sandbox.testing.js';
import type { Claim, Condition, Scenario } from '../types.js';
import { planOfSettings, withDigest } from './plan/resolve-plan.js';
import { plannedUnlessSaid } from './plan/sequential-setting.js';
import { readManifest } from './results/manifest.js';
import { plays, runTiny, type TinyRun, tiny } from './tiny.testing.js';

/** The variant b takes 1.10 times as long as a in the first boot, and less in each after it. */
const withAnswer = (holds: Condition): Scenario => {
  const claim: Claim = {
    ...{ id: 'T1', statement: 'b over a', published: '–', kind: 'shape', source: 'test', holds },
    measure: {
      ...{ type: 'ratio', metric: 'latency' },
      over: { variant: 'b', namespaces: 0 },
      under: { variant: 'a', namespaces: 0 },
    },
  };
  const headline = { claims: ['T1'], reproduced: 'Yes.', contradicted: 'No.', inconclusive: 'Unknown.' };
  return { ...tiny, claims: [claim], answer: { headline, fixes: [] } };
};

const planOf = (scenario: Scenario) =>
  withDigest(
    planTrials({
      ...{ scenarios: [scenario], profile: 'quick', clocks: ['wall'], kernels: ['6.1'], seed: 1 },
      sequential: true,
    }),
  );

describe('boots until the answers are decided', () => {
  const here = sandbox();
  const run = (holds: Condition, more: Partial<TinyRun> = {}, budget?: number) => {
    const scenario = withAnswer(holds);
    const settings = { jobs: 1, ...(budget !== undefined && { budget }) };
    const request = { scenarios: [scenario], plan: planOf(scenario), settings, ...more.request };
    return runTiny({ folder: here.path('results'), play: plays.well, ...more, request });
  };
  const report = () => readFileSync(here.path('results/report.md'), 'utf8');

  it('ends with the first look at which every answer is, and says so', async () => {
    const { manifest } = await run({ is: 'below', bound: 2 });
    assert.deepEqual(manifest.plan.sequential?.ended, { boots: 6, because: 'decided' });
    assert.deepEqual([manifest.plan.trials.length, manifest.trials.length], [6, 6]);
    assert.match(report(), /It ended after 6: every answer was decided/);
    assert.match(report(), /9 boots \(0\.4 %\)/);
    assert.equal(withDigest(manifest.plan).digest, manifest.plan.digest);
    assert.deepEqual((await readManifest(here.path('results'))).plan, manifest.plan);
  });

  it('goes on while one is open, as long as the budget lasts', async () => {
    const { manifest } = await run({ is: 'above', bound: 1.05 }, {}, 1);
    assert.deepEqual(manifest.plan.sequential?.ended, { boots: 6, because: 'budget' });
    assert.match(report(), /the budget was spent/);
    const { manifest: longer } = await run({ is: 'above', bound: 1.05 }, { folder: here.path('longer') });
    const { boots, because } = longer.plan.sequential!.ended!;
    assert.ok(boots > 6 && because !== 'budget', `${boots} ${because}`);
    assert.equal(longer.trials.length, boots);
  });

  it('ends where no boot would decide more, and does not say that all is decided', async () => {
    const scenario = withAnswer({ is: 'below', bound: 2 });
    const [claim] = scenario.claims;
    const lacking: Claim = {
      ...claim!,
      id: 'T0',
      measure: { type: 'exponent', metric: 'latency', by: 'namespaces', where: { variant: 'a' } },
      holds: { is: 'above', bound: 0.9 },
    };
    const { headline } = scenario.answer!;
    const both: Scenario = {
      ...scenario,
      claims: [lacking, claim!],
      answer: { headline: { ...headline, claims: ['T0', 'T1'] }, fixes: [] },
    };
    const { manifest } = await run(
      { is: 'below', bound: 2 },
      { request: { scenarios: [both], plan: planOf(both) } },
    );
    assert.deepEqual(manifest.plan.sequential?.ended, { boots: 6, because: 'not measured' });
  });

  it('goes on after an interruption where it stopped', async () => {
    const controller = new AbortController();
    const { manifest } = await run(
      { is: 'below', bound: 2 },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === 'trial-end' && event.done === 3) controller.abort();
        },
      },
    );
    assert.equal(manifest.plan.sequential?.ended, undefined);
    assert.equal(manifest.plan.trials.length, 24);
    const resumed = await readManifest(here.path('results'));
    const { manifest: whole } = await run(
      { is: 'below', bound: 2 },
      { request: { resumed, plan: resumed.plan } },
    );
    assert.deepEqual([whole.trials.length, whole.plan.sequential?.ended?.because], [6, 'decided']);
  });

  it('is what the profile standard does where nothing is said of boots, and what --until says', () => {
    const of = (settings: Parameters<typeof planOfSettings>[0]) =>
      planOfSettings(settings, { scenarios: [tiny], kernels: ['6.1'], own: false }).sequential !== undefined;
    assert.equal(of({ profile: 'standard' }), true);
    assert.equal(of({ profile: 'standard', boots: 10 }), false);
    assert.equal(of({ profile: 'standard', until: 'planned' }), false);
    assert.equal(of({ profile: 'quick' }), false);
    assert.equal(of({ profile: 'quick', until: 'decided' }), true);
    assert.equal(of(plannedUnlessSaid({ profile: 'standard' })), false);
    assert.deepEqual(plannedUnlessSaid({ profile: 'quick' }), { profile: 'quick' });
    assert.throws(
      () => of({ until: 'decided', boots: 6 }),
      (error) => error instanceof Failure && error.details.exit === EXIT.usage,
    );
  });
});
