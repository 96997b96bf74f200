import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  differenceWords,
  type MachineState,
  parseMachineState,
  restoration,
  stateDifferences,
} from '../../probes/machine-state.js';
import { packageRoot } from '../host/places.js';
import type { UndoStack } from '../process/cleanup.js';
import type { Provider, TrialEnd, TrialRequest } from '../provider/provider.js';
import { call, callScript, type OpenMachine, onMachine, type RemoteMachine } from './remote-machine.js';
import { endOf, placeBundle, streamBundle } from './remote-stream.js';
import { placeWatches, readWatches, restoreWatches, type Watches } from './remote-watches.js';

export interface RemoteParts {
  name: 'local' | 'ssh';
  open: OpenMachine;
  /** Words before a command that must be root's: none, or sudo. */
  asRoot: string[];
}

/** What stands where an accelerator does otherwise: the machine's own processor and clock. */
export const INSTALLED_ACCELERATOR = 'own machine';

const SCRIPTS = [
  'harness/machine/remote/remote-trial.sh',
  'harness/machine/remote/remote-restore.sh',
  'harness/probes/machine-state.sh',
];
const NAMESPACES = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
/** The pid is that of `unshare`, which takes everything in its namespaces along. */
const START = `echo $$ >"$1/pid"; exec unshare ${NAMESPACES.join(' ')} -- sh "$1/remote-trial.sh" "$1" "$2"`;
const SHORT_S = 60;

/** Trials on a machine of the user's own, each in namespaces that end with it. */
export function remoteProvider(parts: RemoteParts): Provider {
  return {
    name: parts.name,
    realAccelerator: INSTALLED_ACCELERATOR,
    runTrial: async (request) => {
      const known: string[] = [];
      return endOf(INSTALLED_ACCELERATOR, request, known, () =>
        onMachine(parts.open, (machine, temporary, cleanup) =>
          runTrial({ ...parts, machine, temporary }, request, cleanup, known),
        ),
      );
    },
  };
}

/** @param known gets what is to be said even if an error ends this: what happened before it, and what may be left */
async function runTrial(
  { asRoot, machine, temporary }: Pick<RemoteParts, 'asRoot'> & { machine: RemoteMachine; temporary: string },
  request: TrialRequest,
  cleanup: UndoStack,
  known: string[],
): Promise<TrialEnd> {
  const { folder } = machine;
  let ended = false;
  // Before it is made: whatever comes in between, it is looked for.
  cleanup.register('folder of the trial', async () => {
    if (ended) return;
    await end(machine, asRoot).catch((error) => {
      known.push(`${folder} may still be on the machine`);
      throw error;
    });
  });
  await placeBundle(machine, asRoot, request, SCRIPTS);
  await placeWatches(watchesOf(machine, asRoot, request));
  const before = await stateOf(machine, asRoot, request, 'before');
  const problem = await streamBundle(machine, asRoot, request, temporary, START);
  if (problem !== undefined) known.push(problem);
  const trouble = await setBack(machine, asRoot, request, before);
  await end(machine, asRoot);
  ended = true;
  return { accelerator: INSTALLED_ACCELERATOR, trouble, ...(problem === undefined ? {} : { problem }) };
}

/** Ends what the trial still runs there, and removes its folder unless that is to be kept. */
async function end(machine: RemoteMachine, asRoot: string[], ...keep: 'keep'[]): Promise<void> {
  const script = join(packageRoot, 'harness/machine/remote/remote-end.sh');
  await callScript(machine, asRoot, script, [machine.folder, ...keep], {
    deadlineS: SHORT_S,
    what: `${machine.folder} could not be removed from the machine`,
  });
}

async function stateOf(
  machine: RemoteMachine,
  asRoot: string[],
  request: TrialRequest,
  when: string,
): Promise<MachineState> {
  const text = await call(machine, [...asRoot, 'sh', `${machine.folder}/machine-state.sh`], {
    deadlineS: SHORT_S,
    what: `the state of the machine ${when} the trial could not be read`,
  });
  const watched = await readWatches(watchesOf(machine, asRoot, request));
  const more = [...watched].map(([name, items]) => [`@@ ${name}`, ...items].join('\n'));
  await writeFile(join(request.rawFolder, `machine-${when}.txt`), `${[text, ...more].join('\n')}\n`);
  return new Map([...parseMachineState(text), ...watched]);
}

const watchesOf = (machine: RemoteMachine, asRoot: string[], { watches = [] }: TrialRequest): Watches => ({
  machine,
  asRoot,
  watches,
});

/** Ends what is left of the trial and sets the machine back. @returns what could not be set back */
async function setBack(
  machine: RemoteMachine,
  asRoot: string[],
  request: TrialRequest,
  before: MachineState,
): Promise<string[]> {
  await end(machine, asRoot, 'keep');
  let after = await stateOf(machine, asRoot, request, 'after');
  // Twice: unloading a module takes along others that were there before.
  for (let round = 1; round <= 2; round++) {
    const lines = restoration(before, after);
    const restored = await restoreWatches(watchesOf(machine, asRoot, request), before, after);
    if (lines === '' && !restored) break;
    await call(machine, [...asRoot, 'unshare', '--mount', 'sh', `${machine.folder}/remote-restore.sh`], {
      deadlineS: SHORT_S,
      what: 'the machine could not be set back',
      input: lines,
    });
    after = await stateOf(machine, asRoot, request, 'after');
  }
  return stateDifferences(before, after).map(differenceWords);
}
