import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { EXIT, Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { fakeProvider } from '../../machine/provider/fake.testing.js';
import type { Manifest } from '../../types.js';
import { readManifest } from '../results/manifest.js';
import { plays, runTiny, tinyPlan } from '../tiny.testing.js';
import { resumedAccelerator } from './resumed-accelerator.js';

const FAILS = 'tiny.wall.k6.1.p2.b2';

describe('resumedAccelerator', () => {
  const of = (...accelerators: string[]) => {
    const plan = tinyPlan({ boots: 2 });
    const real = plan.trials.filter(({ clock }) => clock === 'wall');
    const trials = accelerators.map((accelerator, i) => ({ id: real[i]?.id, status: 'done', accelerator }));
    return resumedAccelerator({ plan, trials } as Manifest);
  };

  it('reads baked guests and those of an image by one rule', () => {
    assert.equal(of('kvm'), 'kvm');
    assert.equal(of('qemu image kvm'), 'kvm');
    assert.equal(of('tcg-multi'), 'tcg-multi');
    assert.equal(of('qemu image qemu'), 'tcg-multi');
    assert.equal(of('tcg-multi', 'kvm'), 'kvm');
    assert.equal(of(), undefined);
    assert.equal(resumedAccelerator(undefined), undefined);
  });
});

describe('a run that goes on where another accelerator is', () => {
  const here = sandbox();
  const run = (accelerator: string, well: boolean, resumed?: Manifest) =>
    runTiny({
      folder: here.path('results'),
      play: plays.well,
      provider: fakeProvider(
        (trial) => (!well && trial.id === FAILS ? plays.failedStep(trial) : plays.well(trial)),
        accelerator,
      ),
      request: { resumed },
    });

  it('is refused, naming both, before anything is measured', async () => {
    await run('vagrant libvirt kvm', false);
    const before = readFileSync(here.path('results/manifest.json'), 'utf8');
    const resumed = await readManifest(here.path('results'));
    await assert.rejects(run('vagrant libvirt qemu', true, resumed), (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, EXIT.usage);
      assert.match(error.message, /tiny-run was begun under vagrant libvirt kvm.*under vagrant libvirt qemu/);
      assert.match(error.details.remedy ?? '', /vagrant libvirt kvm/);
      return true;
    });
    assert.equal(readFileSync(here.path('results/manifest.json'), 'utf8'), before);
    const { manifest } = await run('vagrant libvirt kvm', true, resumed);
    assert.ok(manifest.trials.every(({ status }) => status === 'done'));
  });

  it('is not refused when nothing of its wall clock is left to run', async () => {
    await run('vagrant libvirt kvm', true);
    const { manifest } = await run('x', true, await readManifest(here.path('results')));
    assert.equal(manifest.trials.length, 4);
  });
});
