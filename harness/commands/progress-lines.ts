import { say } from '../machine/host/terminal.js';
import { eventLine } from './event-lines.js';
import type { Progress } from './progress.js';

/** One plain line per event: for logs and pipes. */
export function lineProgress(jobs: number, verbose = false): Progress {
  return {
    onEvent: (event) => {
      const line = eventLine(event, jobs, verbose);
      if (line !== undefined) say(`${line}\n`);
    },
    end: async () => {},
  };
}
