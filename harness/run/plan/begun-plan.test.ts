import assert from 'node:assert/strict';
import { ownScenario } from '../../../test/own-scenario.testing.js';
import { Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import type { Manifest, Scenario } from '../../types.js';
import { optionsOfPlanArguments, planArguments } from '../config/plan-arguments.js';
import type { Settings } from '../config/settings.js';
import { netkneeVersion } from '../config/version.js';
import { type Begun, begunScenarios, requireBegunPlan } from './begun-plan.js';
import { discover } from './discover.js';
import { rememberFolders } from './known-folders.js';
import { resolvePlan, withDigest } from './resolve-plan.js';

/** As a run with these settings would leave it. */
async function begun(settings: Settings, netknee?: Manifest['netknee']): Promise<Begun> {
  const { plan, scenarios } = await resolvePlan(settings);
  const asked = planArguments(settings);
  return { run: 'r1', plan, planArguments: asked, netknee: netknee ?? (await netkneeVersion()), scenarios };
}

const refused = (manifest: Begun, words: RegExp, remedy: RegExp, all?: Scenario[]) =>
  assert.rejects(requireBegunPlan(manifest, all), (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.details.exit, 64);
    assert.match(error.message, words);
    assert.match(error.details.remedy ?? '', remedy);
    return true;
  });

describe('requireBegunPlan', () => {
  const everything: Settings[] = [
    {},
    { scenarios: ['netns-create'], clock: 'instructions', levels: [0, 7], boots: 3, iterations: 9, seed: 5 },
    {
      scenarios: ['netns-create', 'ipvs-estimation'],
      clock: 'wall',
      levels: { rules: [3], namespaces: [1, 2] },
    },
    { scenarios: ['ipvs-estimation', 'netns-create'], profile: 'standard', boots: { wall: 6 } },
    { profile: 'pressure', memory: [1024, 2048] },
    { profile: 'paper', passes: ['timed', 'diagnosis'], 'possible-cpus': [2, 80], kernel: ['6.12', '6.1'] },
    { scenarios: ['netns-create'], trees: { mine: '/tmp/tree' }, variants: ['mine', 'upstream'] },
    { scenarios: ['netns-create'], kernel: ['mine=/boot/bzImage,/lib/modules/6.9.1'] },
    { provider: 'vagrant' },
    { provider: 'ssh', host: 'root@box', scenarios: ['netns-create'], profile: 'smoke' },
  ];
  for (const settings of everything) {
    it(`gives the plan of ${JSON.stringify(settings)} once more`, async () => {
      await requireBegunPlan(await begun(settings));
    });
  }

  it('knows the order of trials of which a machine could run some alone', async () => {
    const manifest = await begun({ provider: 'vagrant' });
    const trials = manifest.plan.trials
      .filter(({ scenario }) => scenario === 'netns-create')
      .map((trial, index) => ({ ...trial, index }));
    const scenarios = [{ name: 'netns-create' }];
    await requireBegunPlan({ ...manifest, scenarios, plan: withDigest({ ...manifest.plan, trials }) });
  });

  it('refuses a plan that was changed, even where its digest was changed with it', async () => {
    const manifest = await begun({ scenarios: ['netns-create'], clock: 'instructions' });
    const changed = structuredClone(manifest.plan);
    changed.trials[0]!.levels = [0, 1];
    await refused({ ...manifest, plan: changed }, /its digest differs/, /measure anew/);
    await refused(
      { ...manifest, plan: withDigest(changed) },
      /is not what it was begun with gives/,
      /as netknee wrote it/,
    );
    await refused(
      { ...manifest, planArguments: ['--boots', '9'] },
      /netknee run --boots 9/,
      /as netknee wrote it/,
    );
    const fewer = { ...manifest.plan, trials: manifest.plan.trials.slice(1) };
    await refused(
      { ...manifest, plan: withDigest(fewer) },
      /is not what it was begun with/,
      /as netknee wrote it/,
    );
  });

  it('says that another netknee began it', async () => {
    const manifest = await begun(
      { scenarios: ['netns-create'] },
      { version: '0.0.9', commit: 'a'.repeat(40) },
    );
    await requireBegunPlan(manifest);
    const all = (await discover()).map((one) => ({ ...one, iterations: { ...one.iterations, quick: 77 } }));
    const words =
      /r1 was begun by netknee 0\.0\.9, commit aaaaaaaaaaaa; this one, .* has another plan for it/;
    await refused(manifest, words, /Go on with the netknee that began it/, all);
    await refused(manifest, words, /Go on with the netknee that began it/, []);
  });

  it('refuses words that shape no plan', () => {
    for (const asked of [['--out', '/etc'], ['--boots'], ['x'], ['--config', 'a'], ['__proto__', 'x']]) {
      assert.throws(() => optionsOfPlanArguments(asked), /can't have been begun with/);
    }
  });

  it('refuses words that are none of that option’s', async () => {
    const manifest = await begun({ scenarios: ['netns-create'] });
    for (const asked of [
      ['--boots', 'x'],
      ['--variant', '../x=path:y'],
      ['--kernel', '$(id)'],
      ['--levels', 'rules=3'],
    ]) {
      await refused(
        { ...manifest, planArguments: asked },
        /is not what it was begun with gives/,
        /as netknee wrote it/,
      );
    }
  });
});

describe('begunScenarios', () => {
  const begunIn = (folder: string) => ({ planArguments: [folder] }) as Begun;
  const place = sandbox();

  it('takes a folder that this user has run before, or names again, and no other', async () => {
    const folder = await ownScenario(place.path(), 'mine');
    const refused = (words: RegExp) => (error: Failure) =>
      error.details.exit === 64 && words.test(error.message);
    await assert.rejects(
      begunScenarios(begunIn(folder), []),
      refused(/a program in .*mine, which you have not run/),
    );
    const names = async (named: string[]) =>
      (await begunScenarios(begunIn(folder), named)).map(({ name }) => name);
    assert.ok((await names([folder])).includes('mine'));
    await rememberFolders([folder]);
    assert.ok((await names([])).includes('mine'));
    await assert.rejects(
      begunScenarios(begunIn(place.path('moved')), []),
      refused(/is gone: it stood in .*moved when the run was begun/),
    );
  });
});
