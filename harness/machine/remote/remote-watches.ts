import type { MachineState } from '../../probes/machine-state.js';
import type { Watch } from '../../types.js';
import { call, type RemoteMachine } from './remote-machine.js';

const SHORT_S = 60;

/** What a scenario watches on a machine, and the way to it. */
export interface Watches {
  machine: RemoteMachine;
  /** Words before a command that must be root's. */
  asRoot: readonly string[];
  watches: readonly Watch[];
}

/** The section of a watch in the machine's state: none of the harness's own has a space. */
const sectionOf = ({ name }: Watch): string => `watch ${name}`;

const scriptOf = (machine: RemoteMachine, kind: 'watch' | 'restore', index: number): string =>
  `${machine.folder}/${kind}-${index + 1}.sh`;

/** Puts the scenario's scripts into the trial's folder: files of a shell, no words of one. */
export async function placeWatches({ machine, asRoot, watches }: Watches): Promise<void> {
  for (const [i, { name, command, restore }] of watches.entries()) {
    for (const [kind, text] of [['watch', command] as const, ['restore', restore] as const]) {
      if (text === undefined) continue;
      const to = scriptOf(machine, kind, i);
      await call(machine, [...asRoot, 'sh', '-c', 'cat >"$1"', 'netknee', to], {
        deadlineS: SHORT_S,
        what: `what the scenario watches (${name}) could not be copied to the machine`,
        input: `${text}\n`,
      });
    }
  }
}

/** @returns the sections of what is watched. @throws Failure when a command of the scenario fails */
export async function readWatches({ machine, asRoot, watches }: Watches): Promise<MachineState> {
  const state: MachineState = new Map();
  for (const [i, watch] of watches.entries()) {
    const text = await call(machine, [...asRoot, 'sh', scriptOf(machine, 'watch', i)], {
      deadlineS: SHORT_S,
      what: `what the scenario watches (${watch.name}) could not be read`,
    });
    state.set(
      sectionOf(watch),
      text.split('\n').filter((line) => line !== ''),
    );
  }
  return state;
}

/**
 * Sets back what is otherwise than before, by the scenario's own scripts, which read what there was from stdin.
 * @returns whether there was anything to set back that can be
 * @throws Failure when a script of the scenario fails
 */
export async function restoreWatches(
  { machine, asRoot, watches }: Watches,
  before: MachineState,
  after: MachineState,
): Promise<boolean> {
  let any = false;
  for (const [i, watch] of watches.entries()) {
    const [was, is] = [before, after].map((state) => (state.get(sectionOf(watch)) ?? []).join('\n'));
    if (watch.restore === undefined || was === is) continue;
    any = true;
    await call(machine, [...asRoot, 'sh', scriptOf(machine, 'restore', i)], {
      deadlineS: SHORT_S,
      what: `what the scenario changed (${watch.name}) could not be set back`,
      input: was === '' ? '' : `${was}\n`,
    });
  }
  return any;
}
