import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../failure.js';
import { packageRoot } from '../../machine/host/places.js';
import type { Artifact, Manifest, Trial, Variant, VariantSource } from '../../types.js';
import { asPinned, pinsOf, pinVariant, readNamedManifest } from './pins.js';

const EXAMPLE = join(packageRoot, 'results/example');
const GUEST = { suite: 'bookworm', architecture: 'amd64' };
const SHA = 'a'.repeat(64);

const example = (): Manifest => JSON.parse(readFileSync(join(EXAMPLE, 'manifest.json'), 'utf8')) as Manifest;

describe('pinsOf', () => {
  it('reads a real manifest, by its folder or its file', async () => {
    const pins = pinsOf(await readNamedManifest(EXAMPLE), GUEST);
    assert.deepEqual(pinsOf(await readNamedManifest(join(EXAMPLE, 'manifest.json')), GUEST), pins);
    assert.equal(pins.debs.length, pins.packages.split('\n').length);
    assert.ok(pins.debs.some(({ name, version }) => name === 'bison' && version.startsWith('2:3.8')));
    const kernel = pins.kernels.get('6.1')?.package;
    assert.equal(kernel?.suite, 'bookworm');
    assert.match(kernel?.name ?? '', /^linux-image-6\.1\.0-\d+-cloud-amd64$/);
    assert.match(kernel?.version ?? '', /^6\.1\.\d+-\d+$/);
  });

  it('knows the packages that a kernel was in, from Linux 7 on several', () => {
    const manifest = example();
    const { details } = manifest.artifacts.find(({ kind }) => kind === 'kernel') as Artifact;
    const part = `linux-modules-7.3.4+deb13-cloud-amd64_7.3.4-1~bpo13+1_amd64.deb`;
    const partsOf = (parts: string) => {
      details.parts = parts;
      return pinsOf(manifest, GUEST).kernels.get('6.1')?.parts;
    };
    const common = { type: 'deb', suite: 'bookworm', architecture: 'amd64', sha256: SHA };
    assert.deepEqual(partsOf(`${SHA}  ${part}\n${SHA}  linux-base-7_7.3_amd64.deb`), [
      { ...common, name: 'linux-modules-7.3.4+deb13-cloud-amd64', version: '7.3.4-1~bpo13+1' },
      { ...common, name: 'linux-base-7', version: '7.3' },
    ]);
    assert.deepEqual(partsOf(`${part} linux-base-7_7.3_amd64.deb`), []);
  });

  const refused = (change: (manifest: Manifest) => void, guest: typeof GUEST, problem: RegExp) => {
    const manifest = example();
    change(manifest);
    assert.throws(
      () => pinsOf(manifest, guest),
      (error) => error instanceof Failure && error.details.exit === 64 && problem.test(error.message),
    );
  };

  it('refuses a guest of another release or architecture, and says which netknee bakes it', () => {
    const same = () => {};
    refused(
      same,
      { ...GUEST, suite: 'trixie' },
      /is Debian bookworm of amd64; this netknee bakes trixie of amd64/,
    );
    refused(same, { ...GUEST, architecture: 'arm64' }, /bakes bookworm of arm64/);
  });

  it('refuses a run without a baked guest', () => {
    refused(({ artifacts }) => artifacts.splice(0, 1), GUEST, /holds no list of packages/);
  });
});

describe('asPinned', () => {
  it('takes scenarios and kernels from the manifest where nothing is said', () => {
    const manifest = example();
    assert.deepEqual(asPinned({ seed: 3 }, manifest), {
      seed: 3,
      scenarios: ['ipvs-estimation', 'netns-create'],
      kernel: ['6.1'],
    });
    const kernel = manifest.artifacts.find(({ kind }) => kind === 'kernel') as Artifact;
    manifest.artifacts.push({ ...kernel, name: '6.12' });
    manifest.plan.trials.push({ ...(manifest.plan.trials[0] as Trial), kernel: '6.12', pass: 'kernels' });
    assert.deepEqual(asPinned({}, manifest).kernel, ['6.1'], 'those of a pass are its own');
    const said = { scenarios: ['netns-create'], kernel: ['5.10'] };
    assert.deepEqual(asPinned(said, manifest), said);
  });
});

describe('pinVariant', () => {
  const git = (commit: string): VariantSource => ({
    kind: 'git',
    urls: ['u'],
    commit,
    tag: commit,
    environment: 'E',
  });
  const debian: VariantSource = { kind: 'debian-source', package: 'iproute2', suite: 'bookworm' };
  const variant = (...sources: VariantSource[]): Variant => ({
    name: 'upstream',
    title: 'upstream',
    tool: 'iproute2',
    sources,
    targets: [],
    product: { path: 'ip', as: 'ip' },
  });
  const built = (details: Record<string, string>) => {
    const one: Artifact = { name: 'upstream', kind: 'variant', inputsSha256: SHA, sha256: SHA, details };
    return { artifacts: [one] };
  };

  it('leaves the manifest’s source alone, at its version', () => {
    const details = { source: 'debian-source', suite: 'trixie', version: '6.1.0-3', dscSha256: SHA };
    assert.deepEqual(pinVariant(variant(git('new'), debian), built(details))?.sources, [
      { ...debian, suite: 'trixie', exactly: { version: '6.1.0-3', dscSha256: SHA } },
    ]);
    const old = pinVariant(variant(git('new'), debian), built({ source: 'git', commit: 'old', tag: 'v1' }));
    assert.deepEqual(old?.sources, [{ ...git('old'), tag: 'v1' }]);
  });

  it('prefers the source that names the commit itself', () => {
    const two: VariantSource = { ...git('two'), urls: ['second'] } as VariantSource;
    const pinned = pinVariant(variant(git('one'), two), built({ source: 'git', commit: 'two', tag: 'two' }));
    assert.deepEqual(pinned?.sources, [two]);
  });

  it('has nothing where the manifest has no build, or one of a source that is not here', () => {
    assert.equal(pinVariant(variant(debian), { artifacts: [] }), undefined);
    assert.equal(pinVariant(variant(debian), built({ source: 'path', treeSha256: SHA })), undefined);
    assert.equal(pinVariant(variant(debian), built({})), undefined);
    const tree: VariantSource = { kind: 'path', path: '/tree' };
    assert.deepEqual(pinVariant(variant(tree), built({ source: 'path' }))?.sources, [tree]);
  });
});
