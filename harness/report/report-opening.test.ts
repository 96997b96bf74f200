import assert from 'node:assert/strict';
import { documentMarkdown } from '../document/document-markdown.js';
import { heading } from '../document/document-parts.js';
import type { Manifest } from '../types.js';
import { manifest } from './fixtures/small-run.js';
import { openingBlocks, runBlocks } from './report-opening.js';

const runMarkdown = (of: Manifest) => documentMarkdown(runBlocks(of));
const openingMarkdown = (...of: Parameters<typeof openingBlocks>) => documentMarkdown(openingBlocks(...of));

describe('openingBlocks', () => {
  const text = openingMarkdown(manifest, [{ severity: 'info', text: 'said first' }, ...manifest.notices]);

  const run = runMarkdown(manifest);

  it('says what was run and how far it came', () => {
    assert.match(run, /^netknee 0\.1\.0 \(commit `0123456789ab`\) ran /);
    assert.match(run, /profile `quick`, seed 42, plan `d1cecececece`/);
    assert.match(run, /of 10 trials 8 are done, 1 disturbed, 0 failed and 1 not run/);
    assert.match(run, /Host: cpu Example CPU @ 2\.0 GHz, kernel 6\.18\.0\./);
  });

  it('says what the times of each clock are worth', () => {
    assert.match(run, /instructions \(tcg icount; it counts instructions, and idle time is skipped\)/);
    assert.match(run, /wall \(mttcg; without KVM only its ratios count\)/);
    const kvm = manifest.trials.map((record) => ({ ...record, accelerator: 'kvm' }));
    assert.match(runMarkdown({ ...manifest, trials: kvm }), /wall \(kvm; on the wall clock\)/);
    assert.match(runMarkdown({ ...manifest, trials: [] }), /wall \(no trial ran\)/);
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
    const page = runMarkdown({ ...manifest, plan, artifacts: [kernel] });
    assert.match(page, /Guest kernels: installed, newest \(7\.3\.4-cloud\)\./);
  });

  it('begins with the answers, then what speaks against them', () => {
    const page = openingMarkdown(manifest, manifest.notices, [], [heading(2, 'Answer')]);
    const places = ['# netknee run 2025-01-02-small', '## Answer', '## Notices', '> - **Warning'].map(
      (words) => page.indexOf(words),
    );
    assert.ok(
      places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1]!)),
      places.join(),
    );
  });

  it('puts warnings first and escapes what the manifest says', () => {
    const warning = text.indexOf('> - **Warning:** no KVM: the \\*real\\* clock');
    assert.ok(warning > 0 && warning < text.indexOf('> - **Note:** said first'));
    assert.ok(
      run.includes(
        '- **patched**: clone of &lt;https://example.org/x.git&gt; failed. Remedy: set NETKNEE_GIT \\| retry',
      ),
    );
  });

  it('says of the wall clock whether its times count', () => {
    const on = (accelerator: string) =>
      runMarkdown({ ...manifest, trials: manifest.trials.map((trial) => ({ ...trial, accelerator })) });
    for (const name of ['kvm', 'own machine', 'vagrant libvirt kvm', 'vagrant virtualbox oracle'])
      assert.match(on(name), /wall \(.*; on the wall clock\)/, name);
    for (const name of ['tcg-multi', 'vagrant libvirt qemu', 'qemu image qemu'])
      assert.match(on(name), /wall \(.*; without KVM only its ratios count\)/, name);
  });
});
