import assert from 'node:assert/strict';
import { documentMarkdown } from '../document/document-markdown.js';
import { paragraph } from '../document/document-parts.js';
import { manifest } from './fixtures/small-run.js';
import { openingBlocks } from './report-opening.js';

const openingMarkdown = (...of: Parameters<typeof openingBlocks>) => documentMarkdown(openingBlocks(...of));

describe('openingBlocks', () => {
  const text = openingMarkdown(manifest, [{ severity: 'info', text: 'said first' }, ...manifest.notices]);

  it('says what was run and how far it came', () => {
    assert.match(text, /^# netknee run 2025-01-02-small\n\nnetknee 0\.1\.0 \(commit `0123456789ab`\) ran /);
    assert.match(text, /profile `quick`, seed 42, plan `d1cecececece`/);
    assert.match(text, /of 10 trials 8 are done, 1 disturbed, 0 failed and 1 not run/);
    assert.match(text, /Host: cpu Example CPU @ 2\.0 GHz, kernel 6\.18\.0\./);
  });

  it('says what the times of each clock are worth', () => {
    assert.match(text, /instructions \(tcg icount; it counts instructions, and idle time is skipped\)/);
    assert.match(text, /wall \(mttcg; without KVM only its ratios count\)/);
    const kvm = manifest.trials.map((record) => ({ ...record, accelerator: 'kvm' }));
    assert.match(openingMarkdown({ ...manifest, trials: kvm }, []), /wall \(kvm; on the wall clock\)/);
    assert.match(openingMarkdown({ ...manifest, trials: [] }, []), /wall \(no trial ran\)/);
  });

  it('calls kernels by their versions, where they are known', () => {
    const [trial] = manifest.plan.trials;
    const plan = {
      ...manifest.plan,
      trials: ['newest', 'installed'].map((kernel) => ({ ...trial!, kernel })),
    };
    const [other] = manifest.artifacts;
    const kernel = {
      ...other!,
      kind: 'kernel',
      name: 'newest',
      details: { version: '7.3.4-cloud' },
    } as const;
    const page = openingMarkdown({ ...manifest, plan, artifacts: [kernel] }, []);
    assert.match(page, /Guest kernels: installed, newest \(7\.3\.4-cloud\)\./);
  });

  it('sets verdicts between the notices and how to read the numbers', () => {
    const page = openingMarkdown(manifest, manifest.notices, [paragraph('all is well')]);
    const places = ['> - **Warning', 'all is well', '**How to read'].map((words) => page.indexOf(words));
    assert.ok(places[0]! > 0 && places[0]! < places[1]! && places[1]! < places[2]!, places.join());
  });

  it('puts warnings first and escapes what the manifest says', () => {
    const warning = text.indexOf('> - **Warning:** no KVM: the \\*real\\* clock');
    assert.ok(warning > 0 && warning < text.indexOf('> - **Note:** said first'));
    assert.ok(
      text.includes(
        '- **patched**: clone of &lt;https://example.org/x.git&gt; failed. Remedy: set NETKNEE_GIT \\| retry',
      ),
    );
  });

  it('says of the wall clock whether its times count', () => {
    const on = (accelerator: string) =>
      openingMarkdown(
        { ...manifest, trials: manifest.trials.map((trial) => ({ ...trial, accelerator })) },
        [],
      );
    for (const name of ['kvm', 'own machine', 'vagrant libvirt kvm', 'vagrant virtualbox oracle'])
      assert.match(on(name), /wall \(.*; on the wall clock\)/, name);
    for (const name of ['tcg-multi', 'vagrant libvirt qemu', 'qemu image qemu'])
      assert.match(on(name), /wall \(.*; without KVM only its ratios count\)/, name);
  });
});
