import { Listr, type ListrTask } from 'listr2';
import { printable, say } from '../machine/host/terminal.js';
import type { RunEvent } from '../run/events.js';
import { wallS } from '../run/plan/time-left.js';
import { eventLine } from './event-lines.js';
import { type LiveState, liveEvent, liveLines, liveState, rowsOf, shortRows } from './live-lines.js';
import type { Progress } from './progress.js';
import { terminalColumns } from './terminal-columns.js';

/** What stands before a line: a sign and a space, and what a terminal wraps at is left free. */
const SIGN = 3;
/** Time left counts down by seconds. */
const TICK_MS = 1000;
/** Events whose line a live display shows by itself. */
const LIVE: readonly RunEvent['type'][] = ['prepare', 'trial-start', 'trial-end', 'step'];

/**
 * A live display: a bar over the whole run with the time left, and a line a guest, each of which is replaced and never longer than the
 * terminal is wide. It is gone at the end, which says what came out.
 * @param verbose every claim and notice at the end, not the answers alone
 */
export function terminalProgress(jobs: number, verbose = false): Progress {
  const notable: RunEvent[] = [];
  let live: Live | undefined;
  const tell = (event: RunEvent) => {
    const text = eventLine(event, jobs, verbose);
    if (text === undefined) return;
    const short = event.type === 'verdicts' && !verbose;
    const rows = short ? shortRows(text, terminalColumns()) : rowsOf(text, terminalColumns());
    say(`${rows.join('\n')}\n`);
  };
  return {
    onEvent: (event) => {
      if (event.type === 'plan') {
        tell(event);
        live = startLive(liveState(event.toRun.length, jobs, wallS(event.toRun, jobs), performance.now()));
      } else if (LIVE.includes(event.type)) {
        // A machine is made before the plan is said.
        if (live === undefined) tell(event);
        else live.take(event);
      } else notable.push(event);
    },
    end: async () => {
      await live?.end();
      const notices = notable.filter(({ type }) => type === 'notice');
      for (const event of notable) if (verbose || event.type !== 'notice') tell(event);
      if (!verbose && notices.length > 0) {
        say(
          `${notices.length} ${notices.length === 1 ? 'notice' : 'notices'} in the report, or by --verbose\n`,
        );
      }
    },
  };
}

interface Live {
  take: (event: RunEvent) => void;
  end: () => Promise<void>;
}

/** Shows the state until it is ended; the screen has as many lines then as before. */
function startLive(state: LiveState): Live {
  const shown: { title: string }[] = [];
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const lines = () => liveLines(state, performance.now(), terminalColumns() - SIGN).map(printable);
  const draw = (): void => {
    for (const [i, line] of lines().entries()) {
      const task = shown[i];
      if (task !== undefined && task.title !== line) task.title = line;
    }
  };
  const tasks: ListrTask[] = lines().map((title, i) => ({
    title,
    task: (_, task) => {
      shown[i] = task;
      return finished;
    },
  }));
  const list = new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    registerSignalListeners: false,
    rendererOptions: { clearOutput: true, formatOutput: 'truncate' },
  });
  const over = list.run().catch(() => {});
  const tick = setInterval(draw, TICK_MS);
  return {
    take: (event) => {
      liveEvent(state, event, performance.now());
      draw();
    },
    end: async () => {
      clearInterval(tick);
      finish();
      await over;
    },
  };
}
