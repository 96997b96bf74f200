import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';
import { printable, say } from '../machine/host/terminal.js';
import type { RunEvent } from '../run/events.js';
import type { Trial } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { duration } from './duration.js';
import { eventLine } from './event-lines.js';
import { wallS } from './plan.js';
import type { Progress } from './progress.js';

/** The part of listr2's task that is written to. */
interface Shown {
  title: string;
  output: string;
}

interface Group {
  label: string;
  total: number;
  done: number;
  failed: number;
  running: Map<string, string>;
  task?: Shown;
  finish: () => void;
  finished: Promise<void>;
}

function newGroup(label: string, total: number): Group {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { label, total, done: 0, failed: 0, running: new Map(), finish, finished };
}

const keyOf = (trial: Pick<Trial, 'scenario' | 'clock'>): string =>
  `${trial.scenario}, ${clockName(trial.clock)}`;

/** A live display: one line for the preparation and one per scenario and clock. */
export function terminalProgress(jobs: number): Progress {
  const preparation = newGroup('prepare the guest and the variants', 1);
  const groups = new Map<string, Group>();
  let left = '';
  let shown: Promise<unknown> = Promise.resolve();
  const tell = (event: RunEvent) => say(`${eventLine(event, jobs)}\n`);

  const groupOf = (id: string): Group | undefined =>
    [...groups.values()].find(({ running }) => running.has(id));
  const refresh = (group: Group): void => {
    if (group.task === undefined) return;
    const failed = group.failed === 0 ? '' : `, ${group.failed} failed`;
    group.task.title = printable(
      `${group.label}: trial ${Math.min(group.done + group.running.size, group.total)} of ${group.total}${failed}`,
    );
    group.task.output = printable([...group.running.values(), ...(left === '' ? [] : [left])].join('\n'));
    if (group.done === group.total) group.finish();
  };

  function start(event: Extract<RunEvent, { type: 'plan' }>): void {
    tell(event);
    left = `about ${duration(wallS(event.toRun, jobs))} left in all`;
    for (const trial of event.toRun) {
      const key = keyOf(trial);
      const group = groups.get(key) ?? newGroup(key, 0);
      group.total++;
      groups.set(key, group);
    }
    const tasks: ListrTask[] = [preparation, ...groups.values()].map((group) => ({
      title: printable(group.label),
      task: (_, task) => {
        group.task = task;
        return group.finished;
      },
      rendererOptions: { outputBar: Number.POSITIVE_INFINITY, persistentOutput: false },
    }));
    const list = new Listr(tasks, {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false },
    });
    shown = list.run().catch(() => {});
  }

  function onEvent(event: RunEvent): void {
    if (event.type === 'plan') {
      start(event);
    } else if (event.type === 'prepare') {
      // A machine is made before the plan is said.
      if (preparation.task === undefined && groups.size === 0) tell(event);
      else if (preparation.task !== undefined) preparation.task.output = printable(event.what);
    } else if (event.type === 'trial-start') {
      preparation.finish();
      const group = groups.get(keyOf(event.trial));
      group?.running.set(event.trial.id, `${event.trial.id}: boots`);
      if (group !== undefined) refresh(group);
    } else if (event.type === 'step') {
      const group = groupOf(event.trial);
      group?.running.set(
        event.trial,
        `${event.trial}: step ${event.done + 1} of ${event.of}, ${event.title}`,
      );
      if (group !== undefined) refresh(group);
    } else if (event.type === 'trial-end') {
      const group = groupOf(event.trial);
      left = `about ${duration(event.leftS)} left in all`;
      if (group === undefined) return;
      group.running.delete(event.trial);
      group.done++;
      if (event.record.status === 'failed') group.failed++;
      refresh(group);
    } else notable.push(event);
  }

  const notable: RunEvent[] = [];
  return {
    onEvent,
    end: async () => {
      for (const group of [preparation, ...groups.values()]) group.finish();
      await shown;
      for (const event of notable) tell(event);
    },
  };
}
