import type { Frame } from '../../probes/frame.js';
import type { Trial, Watch } from '../../types.js';

/** What a provider is given to run a trial: everything, before the machine starts. */
export interface TrialRequest {
  trial: Trial;
  /** The bundle as a tar. */
  bundle: string;
  /** Words for the guest kernel's command line, from the scenario. */
  kernelArguments: string[];
  /** Where the machine's own outputs (console) go; exists. */
  rawFolder: string;
  /** What is to be as before when it is over, on a machine that is not made for the trial. */
  watches?: readonly Watch[];
  deadlines: TrialDeadlines;
  onFrame: (frame: Frame) => void | Promise<void>;
  /** Called, and waited for, when the machine is there and its bundle is about to start. */
  onReady: () => Promise<void>;
  signal: AbortSignal;
}

/** Host seconds. */
export interface TrialDeadlines {
  /** Until the guest's first record. */
  bootS: number;
  /** Between two records. */
  silenceS: number;
  /** The whole trial. */
  totalS: number;
}

export interface TrialEnd {
  accelerator: string;
  /** Why the machine ended before its bundle did; absent when the stream ended whole. */
  problem?: string;
  /** What to do about it, where more is known than to read the console. */
  remedy?: string;
  /** What is to be known of how the host ran it, by name. */
  host?: Record<string, string>;
  /** What its console showed that makes the figures doubtful. */
  trouble: string[];
}

/** Makes machines. Whatever it started is gone when `runTrial` settles, however it settles. */
export interface Provider {
  name: string;
  /** A word of the command line of its guests, when it is not netknee that starts them. */
  guestMark?: string;
  /** What every trial on the wall clock runs under. */
  realAccelerator: string;
  runTrial: (request: TrialRequest) => Promise<TrialEnd>;
}
