import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stored } from '../../harness/machine/image/store.js';
import { fakeProvider } from '../../harness/machine/provider/fake.testing.js';
import type { Provider } from '../../harness/machine/provider/provider.js';
import { QEMU } from '../../harness/machine/qemu/guest.js';
import { qemuProvider } from '../../harness/machine/qemu/qemu.js';
import { encode } from '../../harness/probes/frame.testing.js';
import { plays, tinyPlan } from '../../harness/run/tiny.testing.js';
import type { Trial } from '../../harness/types.js';
import { placesIn } from '../fault-at-write.testing.js';
import { MET, played } from './fake-machine.testing.js';
import type { Fault, FaultGroup } from './fault.testing.js';

const trial = tinyPlan().trials.find(({ id }) => id === MET) as Trial;
const frames = plays.well(trial).frames.map(encode);
const whole = Buffer.concat(frames);
/** To the end of the first measurement. */
const part = Buffer.concat(frames.slice(0, 8));

/** A program in the place of QEMU for the trial that meets the fault; the other trials are played. */
function machine(): Provider {
  const stored = { artifact: {}, folder: '/nowhere' } as Stored;
  const others = fakeProvider(plays.well);
  const qemu = qemuProvider({
    rootfs: stored,
    kernels: new Map([['6.1', stored]]),
    realAccelerator: 'tcg-multi',
    probe: async () => ({ works: false, reason: 'it is not asked for' }),
  });
  return {
    ...others,
    runTrial: (request) =>
      request.trial.id === MET
        ? qemu.runTrial({ ...request, deadlines: { bootS: 2, silenceS: 1, totalS: 60 } })
        : others.runTrial(request),
  };
}

export function guestProcessFaults(expected: () => readonly string[]): FaultGroup {
  const fault = (injected: string, stream: Buffer, then: string): Fault => ({
    injected,
    inject: async (home) => {
      const bin = placesIn(home).PATH;
      await writeFile(join(home, 'stream'), stream);
      await mkdir(bin, { recursive: true });
      const script = `#!/bin/sh\nPATH=/usr/bin:/bin\ncat ${join(home, 'stream')}\n${then}\n`;
      await writeFile(join(bin, QEMU), script, { mode: 0o755 });
      return played({ play: plays.well, provider: machine() }, expected)(home);
    },
  });
  const flipped = Buffer.from(whole);
  flipped[part.length - 40] = flipped[part.length - 40]! ^ 1;
  return {
    title: 'In QEMU and its stream',
    about: 'A program in the place of QEMU; deadlines of seconds instead of minutes.',
    isSlow: true,
    faults: [
      fault('QEMU is killed', part, 'kill -KILL $$'),
      fault('QEMU is stopped (SIGSTOP)', part, 'kill -STOP $$'),
      fault('QEMU ends before the bundle does', part, 'exit 0'),
      fault(
        'QEMU can not begin',
        Buffer.alloc(0),
        'echo "Could not access KVM kernel module: Permission denied" >&2; exit 1',
      ),
      fault('the guest never says a word', Buffer.alloc(0), 'exec sleep 60'),
      fault('the stream ends inside a record', whole.subarray(0, part.length - 40), 'exit 0'),
      fault('one bit of the stream is another', flipped, 'exit 0'),
      fault('garbage in the stream', Buffer.concat([part, Buffer.from('\u0000login: \n')]), 'exit 0'),
    ],
  };
}
