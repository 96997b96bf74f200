import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { sandbox } from '../host/sandbox.testing.js';
import { processRecords } from '../process/process-record.js';
import { QEMU } from './guest.js';
import { probeKvm } from './kvm-probe.js';

const PRINTS = 'echo "[    0.000000] Linux version 6.1.0"; exec sleep 60';
const SILENT = 'exec sleep 60';

describe('probeKvm', () => {
  const here = sandbox();
  const path = process.env.PATH;
  const device = () => here.path('kvm');

  /** A program in the place of QEMU: what it does as a guest under KVM, and as an emulated one. */
  async function qemu(underKvm: string, emulated = 'echo "emulation was not asked for" >&2; exit 9') {
    const script = `#!/bin/sh\ncase " $* " in *" -accel kvm "*) ${underKvm} ;; *) ${emulated} ;; esac\n`;
    await writeFile(here.path('bin', QEMU), script, { mode: 0o755 });
  }
  async function probe(more: Parameters<typeof probeKvm>[1] = {}) {
    try {
      return await probeKvm('/the/kernel', { device: device(), ...more });
    } finally {
      assert.deepEqual(await processRecords(), [], 'no record of a guest is left');
      assert.deepEqual(readdirSync(here.path('tmp')), [], 'no temporary folder is left');
    }
  }

  beforeEach(async () => {
    await mkdir(here.path('bin'));
    await writeFile(device(), '');
    process.env.PATH = [here.path('bin'), path].join(delimiter);
  });
  afterEach(() => {
    process.env.PATH = path;
  });

  it('knows a machine without the device, and boots nothing to find out', async () => {
    await qemu(PRINTS);
    await rm(device());
    const { works, reason, remedy } = await probe();
    assert.deepEqual([works, reason], [false, `${device()} does not exist`]);
    assert.match(remedy ?? '', /modprobe/);
  });

  it('says yes when the guest prints the first line of its kernel, and starts no second one', async () => {
    await qemu(PRINTS);
    assert.deepEqual(await probe(), { works: true, reason: 'a guest printed its first line under KVM' });
    await qemu(`echo "Probing EDD"; ${SILENT}`, PRINTS);
    assert.equal((await probe({ patienceS: 0.1 })).works, false, 'what a loader prints is no kernel');
  });

  it('gives a QEMU that refuses its own words, at once', async () => {
    await qemu('echo "qemu-system-x86_64: Could not access KVM kernel module\nand more" >&2; exit 1');
    const { works, reason } = await probe();
    assert.equal(works, false);
    assert.equal(reason, 'QEMU ended under KVM (exit code 1): Could not access KVM kernel module');
    await qemu('kill -ABRT $$');
    assert.equal((await probe()).reason, 'QEMU ended under KVM (SIGABRT): it printed nothing');
  });

  it('gives up a guest that prints nothing when an emulated one had time to print twice', async () => {
    await qemu(SILENT, PRINTS);
    const { works, reason } = await probe({ patienceS: 0.1 });
    assert.equal(works, false);
    assert.match(reason, /^a guest under KVM printed nothing within \d+ s; an emulated one took \d+\.\d s$/);
  });

  it('waits for a guest that is slow as long as an emulated one is slower', async () => {
    const begun = here.path('emulation-begun');
    await qemu(`until [ -e ${begun} ]; do sleep 0.01; done; ${PRINTS}`, `: >${begun}; ${SILENT}`);
    assert.equal((await probe({ patienceS: 0.1 })).works, true);
  });

  it('gives up as well where nothing prints at all', async () => {
    await qemu(SILENT, SILENT);
    const { works, reason } = await probe({ patienceS: 0.1, limitS: 0.1 });
    assert.equal(works, false);
    assert.match(reason, /^a guest under KVM printed nothing within \d+ s; nor did an emulated one$/);
    await qemu(SILENT, 'exit 1');
    assert.match((await probe({ patienceS: 0.1 })).reason, /; nor did an emulated one$/);
  });

  it('remembers neither a no nor a yes', async () => {
    await qemu('exit 1');
    assert.equal((await probe()).works, false);
    await qemu(PRINTS);
    assert.equal((await probe()).works, true);
    await rm(device());
    assert.equal((await probe()).works, false);
    assert.deepEqual(readdirSync(here.path('state/netknee')), ['machines']);
  });

  it('ends its guests when it is interrupted', async () => {
    await qemu(SILENT);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    await assert.rejects(
      probe({ signal: controller.signal }),
      (error) => error instanceof Failure && error.details.exit === EXIT.interrupted,
    );
  });
});
