import assert from 'node:assert/strict';
import { Failure } from '../../failure.js';
import type { Settings } from '../config/settings.js';
import { discover, unasked } from './discover.js';
import { resolvePlan, withDigest } from './resolve-plan.js';

const refused = (settings: Settings, what: RegExp, remedy: RegExp) =>
  assert.rejects(resolvePlan(settings), (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.details.exit, 64);
    assert.match(error.message, what);
    assert.match(error.details.remedy ?? '', remedy);
    return true;
  });

describe('resolvePlan', () => {
  it('takes the scenarios that are measured unasked, the quick profile, both clocks, 6.1 and seed 1 when nothing is said', async () => {
    const { plan, scenarios, kernels } = await resolvePlan({});
    assert.deepEqual(
      scenarios.map(({ name }) => name),
      unasked(await discover()).map(({ name }) => name),
    );
    assert.deepEqual([plan.profile, plan.seed, kernels.map(({ name }) => name)], ['quick', 1, ['6.1']]);
    assert.deepEqual([...new Set(plan.trials.map(({ clock }) => clock))], ['instructions', 'wall']);
  });

  it('plans what was asked for, each scenario once', async () => {
    const settings: Settings = {
      scenarios: ['netns-create', 'netns-create'],
      clock: 'instructions',
      levels: [7, 3],
      variants: ['upstream'],
      boots: 2,
      kernel: ['6.12'],
    };
    const { plan } = await resolvePlan(settings);
    assert.deepEqual(
      plan.trials.map(({ id }) => id),
      ['netns-create.instructions.k6.12.p2.b1', 'netns-create.instructions.k6.12.p2.b2'],
    );
    assert.deepEqual([plan.trials[0]?.levels, plan.trials[0]?.variants], [[3, 7], ['upstream']]);
    const named = await resolvePlan({ levels: { rules: [5], namespaces: [6] } });
    for (const { scenario, levels } of named.plan.trials) {
      assert.deepEqual(levels, scenario === 'netns-create' ? [6] : [5]);
    }
  });

  it('refuses what it does not know and says what is near', async () => {
    await refused({ scenarios: ['nets-create'] }, /no scenario "nets-create"/, /Did you mean netns-create\?/);
    const variant: Settings = { scenarios: ['netns-create'], variants: ['upsteam'] };
    await refused(variant, /no variant "upsteam" in netns-create/, /Did you mean upstream\?.*stock/);
    await refused({ kernel: ['7.0'] }, /"7\.0" is not a kernel/, /6\.12/);
    const twice = resolvePlan({ kernel: ['a=b,c', 'a=d,e'] });
    await assert.rejects(twice, (error) => error instanceof Failure && error.details.exit === 64);
  });

  it('refuses a plan that nobody would wait for, before it is made', async () => {
    const begun = process.memoryUsage().heapUsed;
    const many: Settings = { boots: 999_999_999 };
    await refused(many, /plan would have [\d,]{11,} trials, more than 10,000/, /--boots/);
    const wide = { 'possible-cpus': Array.from({ length: 100 }, (_, i) => i + 2) };
    const memory = Array.from({ length: 100 }, (_, i) => 1000 + i);
    await refused({ ...wide, memory }, /trials, more than 10,000/, /--memory/);
    await refused({ iterations: 999_999_999 }, /a trial would have [\d,]{11,} repetitions/, /--iterations/);
    assert.ok(process.memoryUsage().heapUsed - begun < 200 << 20);
  });

  it('refuses levels of no factor, of an unknown one, and none', async () => {
    await refused(
      { levels: [0] },
      /levels of which factor/,
      /--levels rules=0,500 --levels namespaces=0,500/,
    );
    await refused({ levels: { namespace: [0] } }, /"namespace" is not a factor that grows/, /namespaces/);
    await refused({ scenarios: ['netns-create'], levels: { rules: [0] } }, /"rules" is not/, /namespaces/);
    await refused({ levels: { rules: [] } }, /no levels of rules/, /--levels rules=/);
    await refused({ scenarios: ['netns-create'], levels: [] }, /no levels of namespaces/, /--levels/);
  });
});

describe('withDigest', () => {
  it('is the same for the same plan and another for another seed or level', async () => {
    const digest = async (settings: Settings) => (await resolvePlan(settings)).plan.digest;
    const first = await digest({});
    assert.match(first, /^[0-9a-f]{64}$/);
    assert.equal(await digest({}), first);
    const { plan } = await resolvePlan({});
    assert.equal(withDigest(plan).digest, plan.digest, 'of a plan that has one already');
    const others = await Promise.all([
      digest({ seed: 2 }),
      digest({ clock: 'instructions' }),
      digest({ levels: { rules: [1] } }),
      digest({ boots: 1 }),
      digest({ profile: 'standard' }),
    ]);
    assert.equal(new Set([first, ...others]).size, 6);
  });

  it('is found again by whoever reads the plan back', async () => {
    for (const settings of [{}, { profile: 'paper', boots: { wall: 6 } } as const]) {
      const { plan } = await resolvePlan(settings);
      assert.equal(withDigest(JSON.parse(JSON.stringify(plan))).digest, plan.digest);
    }
  });

  it('does not depend on estimates', async () => {
    const { plan } = await resolvePlan({});
    const trials = plan.trials.map((trial) => ({ ...trial, estimateS: trial.estimateS * 2 }));
    assert.equal(withDigest({ ...plan, trials, estimateS: 1 }).digest, withDigest(plan).digest);
    assert.equal(withDigest({ ...plan, trials }).estimateS, plan.estimateS, 'they stay in the plan');
  });
});
