import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/failure.js';
import { findProgram } from '../../harness/machine/host/host-programs.js';
import { packageRoot } from '../../harness/machine/host/places.js';
import type { Finding } from '../../harness/run/requirements/finding.js';
import { beside } from '../beside.testing.js';
import { makeNestedGuest, runNested } from '../nested-guest.testing.js';
import { environment, netknee, resultsIn, temporaryFolder } from '../netknee.testing.js';

/** It takes some three minutes of a quiet machine. */
const DEADLINE_S = 900;

/** What keeps the guest from being made here; undefined where nothing does. */
async function hindrance(): Promise<string | undefined> {
  if (process.arch !== 'x64') return 'the processor with the emulated extension is one of amd64';
  for (const program of ['mmdebstrap', 'mke2fs', 'setpriv']) {
    if ((await findProgram(program)) === undefined) return `${program} is not installed`;
  }
  return undefined;
}

/** Everything is cached by this machine's netknee first: the one in the guest reaches no network. */
async function session() {
  const state = { XDG_STATE_HOME: join(await temporaryFolder(), 'state') };
  const baked = await netknee(['bake', 'netns-create', '--clock', 'wall'], { env: state });
  assert.equal(baked.exitCode, EXIT.ok, baked.stderr);
  const cache = join((await environment()).XDG_CACHE_HOME as string, 'netknee');
  const guest = await makeNestedGuest(join(await temporaryFolder(), 'nested'), cache);
  return runNested(guest, join(packageRoot, 'test/nested-session.sh'), DEADLINE_S);
}

const begun = beside(async () => ((await hindrance()) === undefined ? session() : undefined));

describe('netknee where KVM works, goes away and comes back', function () {
  this.timeout(1_800_000);
  let out = '';
  let shown = '';
  const read = (name: string) => readFile(join(out, name), 'utf8');
  const code = async (name: string) => Number(await read(`${name}.code`));
  const doctor = async (name: string): Promise<Finding> => {
    const findings = JSON.parse(await read(`${name}.out`)) as Finding[];
    return findings.find(({ what }) => what === 'KVM') as Finding;
  };

  before(async function () {
    const reason = await hindrance();
    if (reason !== undefined) {
      if (process.env.CI === 'true') throw new Error(reason);
      console.log(`      skipped: ${reason}`);
      this.skip();
    }
    ({ out, console: shown } = (await begun()) as NonNullable<Awaited<ReturnType<typeof begun>>>);
    for (const name of ['begun', 'resumed']) assert.ok(existsSync(join(out, `${name}.code`)), shown);
  });

  it('is told by doctor, with and without a cached kernel, and again when it is gone', async () => {
    const cached = await doctor('doctor');
    assert.equal(cached.state, 'ok', cached.detail);
    assert.match(cached.detail, /^a guest boots under it/);
    const uncached = await doctor('doctor-uncached');
    assert.equal(uncached.state, 'ok', uncached.detail);
    assert.match(uncached.detail, /^QEMU's firmware runs under it/);
    const without = await doctor('doctor-without');
    assert.equal(without.state, 'note');
    assert.match(without.detail, /^not usable \(\/dev\/kvm does not exist\)/);
    assert.match(without.remedy ?? '', /modprobe/);
    assert.match(
      (await doctor('doctor-stale')).detail,
      /^not usable \(\/dev\/kvm can't be opened \(ENODEV\)\)/,
    );
  });

  it('measures under KVM, by the clock that the host answers for, on CPUs of its own', async () => {
    assert.equal(await code('begun'), EXIT.interrupted, await read('begun.err'));
    assert.equal(await code('resumed'), EXIT.ok, await read('resumed.err'));
    const { manifest, observations, report } = await resultsIn(join(out, 'run'));
    const [trial] = manifest.trials;
    assert.deepEqual([trial?.status, trial?.accelerator], ['done', 'kvm'], trial?.reasons.join('; '));
    assert.match(trial?.guest['command-line'] ?? '', / clocksource=kvm-clock /);
    assert.equal(trial?.guest['clock-source'], 'kvm-clock');
    assert.equal(trial?.noise?.vcpuPinned, 'yes');
    assert.match(trial?.noise?.vcpuCpus ?? '', /^0 on [01]; 1 on [01]$/);
    assert.ok(
      observations.some(({ metric, factors }) => metric === 'create_latency' && factors.namespaces === 200),
    );
    assert.ok(
      manifest.notices.every(({ text }) => !/emulated/.test(text)),
      'no word of an earlier no',
    );
    assert.match(report, /ran under KVM on a host that is a guest itself \(/);
  });

  it('refuses to go on with that run while KVM is gone', async () => {
    assert.equal(await code('refused'), EXIT.prerequisite);
    const said = await read('refused.err');
    assert.match(said, /begun under kvm.*tcg-multi.*\/dev\/kvm does not exist/);
    assert.match(said, /remedy: .*modprobe/);
  });

  it('emulates a run that is begun while KVM is gone, and says why', async () => {
    assert.equal(await code('emulated'), EXIT.trialsFailed, await read('emulated.err'));
    const { manifest } = await resultsIn(join(out, 'emulated'));
    const [trial] = manifest.trials;
    assert.equal(trial?.accelerator, 'tcg-multi');
    assert.match(trial?.reasons.join() ?? '', /not over within 1 s/);
    const why = /^the wall clock is emulated \(\/dev\/kvm does not exist\)/;
    assert.ok(manifest.notices.some(({ text }) => why.test(text)));
  });

  it('remembers nothing of it', async () => {
    assert.doesNotMatch(await read('state.txt'), /kvm/);
  });
});
