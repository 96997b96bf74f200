import { PassThrough } from 'node:stream';
import { execa } from 'execa';
import { forgetProcess, recordProcess } from './process-record.js';

/** How a process that streams a trial ended. */
export interface ProcessEnd {
  exitCode: number | undefined;
  signal: string | undefined;
  stderr: string;
}

export interface RunningProcess {
  pid: number;
  /** Its stdout. Ends when the process does. */
  stream: AsyncIterable<Buffer>;
  ended: Promise<ProcessEnd>;
  /** Asks it to end, then SIGKILL; resolves when the process is gone. */
  stop: () => Promise<void>;
}

export interface StartOptions {
  /** For `netknee clean`: what it is, and the folder that goes with it. */
  label: string;
  folder: string;
  env?: Record<string, string>;
  /** How it is asked to end. */
  endsBy: 'SIGTERM' | 'the end of stdin';
}

const KILL_AFTER_MS = 3000;

/** Starts a process whose pid is on record, so that it can be cleaned up after a crash of the host's session. */
export async function startProcess(argv: string[], options: StartOptions): Promise<RunningProcess> {
  const record = await recordProcess(options.label, options.folder);
  const [file, ...words] = argv as [string, ...string[]];
  const child = execa(file, words, {
    // Never written to; its end is a word of its own.
    stdin: 'pipe',
    stdout: 'pipe',
    buffer: { stdout: false, stderr: true },
    encoding: 'buffer',
    reject: false,
    ...(options.env === undefined ? {} : { env: options.env }),
    // Ctrl-C goes to the whole terminal group: netknee ends what it started itself, in order.
    detached: true,
  });
  // Taken at once: execa throws away what comes before the first reader.
  const stream = child.stdout.pipe(new PassThrough());
  const recorded = child.pid === undefined ? Promise.resolve() : record.started(child.pid);
  const ended = child.then(async (result): Promise<ProcessEnd> => {
    // One that ends at once may be faster than its record, which would then stand for ever.
    await recorded.catch(() => {});
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
    await recorded;
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
      if (options.endsBy === 'SIGTERM') child.kill('SIGTERM');
      else child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
