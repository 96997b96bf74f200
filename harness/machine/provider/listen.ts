import { FrameDecoder } from '../../probes/frame.js';
import type { Deadlines } from '../process/deadline.js';
import type { ProcessEnd, RunningProcess } from '../process/running-process.js';
import type { TrialRequest } from './provider.js';

export interface Listening extends Pick<TrialRequest, 'deadlines' | 'onFrame' | 'signal'> {
  /** What streams, for people: `guest`, `machine`. */
  what: string;
  /** The process that carries the stream: `QEMU`, `ssh`. */
  carrier: string;
  /** How much of the carrier's last words are said. */
  stderrOf?: (end: ProcessEnd) => string;
}

/** Reads a trial's stream to its end. @returns why it is not whole, if it is not */
export async function listen(
  running: RunningProcess,
  request: Listening,
  deadlines: Deadlines,
): Promise<string | undefined> {
  const { what, carrier } = request;
  const { bootS, silenceS, totalS } = request.deadlines;
  deadlines.set('total', totalS, `the trial was not over within ${totalS} s of the host`);
  deadlines.set('silence', bootS, `the ${what} did not start its bundle within ${bootS} s of the host`);
  const decoder = new FrameDecoder();
  const stop = AbortSignal.any([deadlines.signal, request.signal]);
  const stopped = new Promise<void>((resolve) => {
    // Aborted while the machine was started: no event comes any more.
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  let whole = false;
  const reading = (async () => {
    for await (const chunk of running.stream) {
      for (const frame of decoder.push(chunk)) {
        deadlines.set('silence', silenceS, `no record for ${silenceS} s of the host`);
        if (frame.kind === 'end') whole = true;
        await request.onFrame(frame);
      }
      if (decoder.problem !== undefined) return;
    }
  })();
  try {
    await Promise.race([reading, stopped]);
  } finally {
    if (stop.aborted) await running.stop();
    // What was sent before the end is still to be read, whatever ended it.
    await reading.catch(() => {});
  }
  if (request.signal.aborted) return 'interrupted';
  if (deadlines.signal.aborted) return (deadlines.signal.reason as Error).message;
  await reading;
  if (decoder.problem !== undefined) return `the ${what}'s stream is damaged: ${decoder.problem.message}`;
  if (whole) return undefined;
  const end = await running.ended;
  const how =
    end.signal === undefined
      ? `${carrier} exited with ${end.exitCode ?? 'no code'}`
      : `${carrier} was ended by ${end.signal}`;
  const stderr = request.stderrOf?.(end) ?? end.stderr;
  return [`${how} before the bundle ended`, decoder.end()?.message, stderr].filter(Boolean).join('; ');
}
