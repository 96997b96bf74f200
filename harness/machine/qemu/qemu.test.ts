import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import type { Frame } from '../../probes/frame.js';
import { encode } from '../../probes/frame.testing.js';
import type { Trial } from '../../types.js';
import { sandbox } from '../host/sandbox.testing.js';
import type { Stored } from '../image/store.js';
import { isAlive, processRecords } from '../process/process-record.js';
import type { TrialRequest } from '../provider/provider.js';
import { QEMU } from './guest.js';
import type { KvmFinding } from './kvm-probe.js';
import { qemuProvider } from './qemu.js';

const frame = (kind: string, name: string, text: string): Frame => ({
  kind,
  name,
  payload: Buffer.from(text),
});
const WHOLE = [
  frame('begin', 't', 'steps=1'),
  frame('out', '1-a', 'x'.repeat(9000)),
  frame('end', 't', 'complete'),
];

/** A program in the place of QEMU: what is under test here is how netknee listens to one, and ends it. */
describe('qemuProvider', () => {
  const here = sandbox();
  const path = process.env.PATH;
  const stored = { artifact: {}, folder: '/nowhere' } as Stored;
  let finding: KvmFinding;
  const provider = qemuProvider({
    rootfs: stored,
    kernels: new Map([['6.1', stored]]),
    realAccelerator: 'kvm',
    probe: async () => finding,
  });
  const trial = {
    id: 't',
    clock: 'instructions',
    kernel: '6.1',
    cpus: 1,
    possibleCpus: 2,
    memoryMb: 64,
  } as Trial;

  /** The program writes these bytes, then does what `then` says. */
  async function qemu(stream: Buffer, then: string): Promise<void> {
    await writeFile(here.path('stream'), stream);
    const script = `#!/bin/sh\ncat ${here.path('stream')}\n${then}\n`;
    await writeFile(here.path('bin', QEMU), script, { mode: 0o755 });
  }
  const whole = Buffer.concat(WHOLE.map(encode));
  const HANGS = 'exec sleep 60';

  async function run(more: Partial<TrialRequest> = {}) {
    const frames: Frame[] = [];
    try {
      const end = await provider.runTrial({
        trial,
        bundle: '/nowhere/bundle.tar',
        kernelArguments: [],
        rawFolder: here.path('raw'),
        deadlines: { bootS: 60, silenceS: 60, totalS: 60 },
        onReady: async () => {},
        onFrame: (one) => void frames.push(one),
        signal: new AbortController().signal,
        ...more,
      });
      return { ...end, frames };
    } finally {
      assert.deepEqual(await processRecords(), [], 'no record is left');
      assert.deepEqual(readdirSync(here.path('tmp')), [], 'no temporary folder is left');
    }
  }

  beforeEach(async () => {
    await mkdir(here.path('bin'));
    await mkdir(here.path('raw'));
    process.env.PATH = [here.path('bin'), path].join(delimiter);
  });
  afterEach(() => {
    process.env.PATH = path;
  });

  it('hands over every record, and has nothing to say of a whole stream', async () => {
    await qemu(whole, 'exit 0');
    assert.deepEqual(await run(), { accelerator: 'tcg-icount', trouble: [], frames: WHOLE });
    const real = await run({ trial: { ...trial, clock: 'wall' } });
    assert.equal(real.accelerator, 'kvm');
  });

  it('ends a machine that goes on after the bundle has ended', async () => {
    await qemu(whole, `exec >&-\n${HANGS}`);
    assert.equal((await run()).problem, undefined);
  });

  it('says how a machine ended before its bundle did, and hands over what came', async () => {
    await qemu(Buffer.concat(WHOLE.slice(0, 2).map(encode)), 'echo "no space left" >&2; exit 3');
    const { problem, frames } = await run();
    assert.equal(problem, 'QEMU exited with 3 before the bundle ended; no space left');
    assert.equal(frames.length, 2);
  });

  describe('under KVM that worked when the run began', () => {
    const real: Partial<TrialRequest> = { trial: { ...trial, clock: 'wall' } };
    const refuses = 'echo "no such device" >&2; exit 1';

    it('says that KVM is gone, and what to do about it, when a guest said nothing', async () => {
      finding = { works: false, reason: '/dev/kvm does not exist', remedy: 'Load its module.' };
      await qemu(Buffer.alloc(0), refuses);
      const { problem, remedy } = await run(real);
      assert.match(
        problem ?? '',
        /^QEMU exited with 1 .*; no such device; KVM .*: \/dev\/kvm does not exist$/,
      );
      assert.equal(remedy, 'Load its module.');
      assert.equal((await run()).remedy, undefined, 'the instruction clock has no need of it');
    });

    it('does not blame KVM while it works, nor for a guest that had begun', async () => {
      finding = { works: true, reason: 'a guest printed' };
      await qemu(Buffer.alloc(0), refuses);
      const end = await run(real);
      assert.equal(end.problem, 'QEMU exited with 1 before the bundle ended; no such device');
      assert.equal(end.remedy, undefined);
      finding = { works: false, reason: 'gone' };
      await qemu(Buffer.concat(WHOLE.slice(0, 2).map(encode)), refuses);
      assert.equal((await run(real)).remedy, undefined);
    });
  });

  it('says where a stream was cut off, or damaged', async () => {
    await qemu(whole.subarray(0, 4000), 'kill -9 $$');
    assert.match(
      (await run()).problem ?? '',
      /^QEMU was ended by SIGKILL .*; stream ended inside frame out 1-a/,
    );
    const damaged = Buffer.from(whole);
    damaged[4000] = 0x79;
    await qemu(damaged, HANGS);
    assert.match((await run()).problem ?? '', /stream is damaged: frame out 1-a has a wrong checksum/);
  });

  it('keeps the deadlines of booting, of silence and of the whole trial', async () => {
    await qemu(Buffer.alloc(0), HANGS);
    const deadlines = { bootS: 0.05, silenceS: 60, totalS: 60 };
    assert.match((await run({ deadlines })).problem ?? '', /did not start its bundle within 0\.05 s/);
    await qemu(encode(WHOLE[0]!), HANGS);
    const silent = await run({ deadlines: { bootS: 60, silenceS: 0.05, totalS: 60 } });
    assert.match(silent.problem ?? '', /^no record for 0\.05 s/);
    assert.deepEqual(silent.frames, WHOLE.slice(0, 1));
    const long = await run({ deadlines: { bootS: 60, silenceS: 60, totalS: 0.1 } });
    assert.match(long.problem ?? '', /not over within 0\.1 s/);
  });

  it('ends its machine when it is interrupted, before or while it listens', async () => {
    await qemu(encode(WHOLE[0]!), HANGS);
    assert.equal((await run({ signal: AbortSignal.abort() })).problem, 'interrupted');
    const controller = new AbortController();
    const { problem } = await run({ signal: controller.signal, onFrame: () => controller.abort() });
    assert.equal(problem, 'interrupted');
  });

  it('ends its machine when a record can’t be kept, and throws why', async () => {
    await qemu(whole, HANGS);
    let guest: { pid: number; startTime: string } | null | undefined;
    const onFrame = async () => {
      guest = (await processRecords()).find((record) => record.process !== null)?.process;
      throw new Error('disk full');
    };
    await assert.rejects(run({ onFrame }), /disk full/);
    assert.ok(guest);
    assert.equal(await isAlive(guest), false);
  });

  it('reads trouble from the console', async () => {
    await qemu(whole, 'exit 0');
    await writeFile(here.path('raw/console.log'), 'watchdog: BUG: soft lockup - CPU#0 stuck for 22s!\n');
    assert.match((await run()).trouble.join(), /^soft lockup: /);
  });
});
