import { PassThrough } from 'node:stream';
import { execa } from 'execa';
import { forgetProcess, recordProcess } from './process-record.js';
import type { GuestDescription } from './qemu-argv.js';
import { qemuArgv } from './qemu-argv.js';

/** How a QEMU process ended. */
export interface GuestEnd {
  exitCode: number | undefined;
  signal: string | undefined;
  stderr: string;
}

export interface RunningGuest {
  pid: number;
  /** The guest's stream port. Ends when QEMU does. */
  stream: AsyncIterable<Buffer>;
  ended: Promise<GuestEnd>;
  /** SIGTERM, then SIGKILL; resolves when the process is gone. */
  stop: () => Promise<void>;
}

const KILL_AFTER_MS = 3000;

export const QEMU = 'qemu-system-x86_64';

/**
 * Starts QEMU. It dies with netknee, even when netknee is killed (`setpriv --pdeathsig`); the record of
 * its pid is for what no signal reaches, such as a crash of the host's session.
 * @param temporary the folder its throw-away overlay is made in
 */
export async function startGuest(
  guest: GuestDescription,
  temporary: string,
  label: string,
): Promise<RunningGuest> {
  const record = await recordProcess(label, temporary);
  const child = execa('setpriv', ['--pdeathsig', 'KILL', QEMU, ...qemuArgv(guest)], {
    // Never written to; at its end QEMU would take the stream port for closed.
    stdin: 'pipe',
    stdout: 'pipe',
    buffer: { stdout: false, stderr: true },
    encoding: 'buffer',
    reject: false,
    env: { TMPDIR: temporary },
    // Ctrl-C goes to the whole terminal group: netknee ends its guests itself, in order.
    detached: true,
  });
  // Taken at once: execa throws away what comes before the first reader.
  const stream = child.stdout.pipe(new PassThrough());
  const ended = child.then(async (result): Promise<GuestEnd> => {
    await forgetProcess(record);
    return {
      exitCode: result.exitCode,
      signal: result.signal,
      stderr:
        Buffer.from(result.stderr ?? '')
          .toString('utf8')
          .trim() || (result.failed ? (result.originalMessage ?? '') : ''),
    };
  });
  try {
    if (child.pid !== undefined) await record.started(child.pid);
  } catch (error) {
    // Without a record nothing could clean up after it.
    child.kill('SIGKILL');
    await ended;
    throw error;
  }
  return {
    pid: child.pid ?? -1,
    stream,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
