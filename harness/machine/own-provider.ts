import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Failure, tailOf } from '../failure.js';
import {
  differenceWords,
  type MachineState,
  parseMachineState,
  restoration,
  stateDifferences,
} from '../probes/machine-state.js';
import { Deadlines } from './deadline.js';
import { listen } from './listen.js';
import { call, callScript, type OpenMachine, type OwnMachine } from './own-machine.js';
import { packageRoot } from './places.js';
import type { Provider, TrialEnd, TrialRequest } from './provider.js';
import { startProcess } from './running-process.js';
import { type UndoStack, withUndo } from './undo.js';

export interface OwnParts {
  name: 'local' | 'ssh';
  open: OpenMachine;
  /** Words before a command that must be root's: none, or sudo. */
  asRoot: string[];
}

/** What stands where an accelerator does otherwise: the machine's own processor and clock. */
export const OWN_ACCELERATOR = 'own machine';

const SCRIPTS = [
  'harness/machine/own-trial.sh',
  'harness/machine/own-restore.sh',
  'harness/probes/machine-state.sh',
];
const SHORT_S = 60;
/** A bundle is some 20 MB: the slowest line that makes sense. */
const COPY_S = 300;

/** Trials on a machine of the user's own, each in namespaces that end with it. */
export function ownProvider(parts: OwnParts): Provider {
  return {
    name: parts.name,
    runTrial: async (request) => {
      const known: string[] = [];
      try {
        return await withUndo((undo) => runTrial(parts, request, undo, known));
      } catch (error) {
        // A machine that is not there any more is this trial's trouble; the next one may find it again.
        if (!(error instanceof Failure)) throw error;
        const words = request.signal.aborted
          ? ['interrupted', ...known]
          : [...known, error.message, error.details.tail];
        const problem = [...new Set(words)].filter(Boolean).join('; ');
        return { accelerator: OWN_ACCELERATOR, trouble: [], problem };
      }
    },
  };
}

/** @param known gets what is to be said even if an error ends this: what happened before it, and what may be left */
async function runTrial(
  parts: OwnParts,
  request: TrialRequest,
  undo: UndoStack,
  known: string[],
): Promise<TrialEnd> {
  const temporary = await mkdtemp(join(tmpdir(), 'netknee-'));
  undo.register('temporary folder', () => rm(temporary, { recursive: true, force: true }));
  const machine = await parts.open(temporary, undo);
  const { asRoot } = parts;
  const { folder } = machine;
  let ended = false;
  // Before it is made: whatever comes in between, it is looked for.
  undo.register('folder of the trial', async () => {
    if (ended) return;
    await end(machine, asRoot).catch((error) => {
      known.push(`${folder} may still be on the machine`);
      throw error;
    });
  });
  await place(machine, asRoot, request);
  const before = await stateOf(machine, asRoot, request, 'before');
  const problem = await stream(machine, asRoot, request, temporary);
  if (problem !== undefined) known.push(problem);
  const trouble = await setBack(machine, asRoot, request, before);
  await end(machine, asRoot);
  ended = true;
  return { accelerator: OWN_ACCELERATOR, trouble, ...(problem === undefined ? {} : { problem }) };
}

/** Ends what the trial still runs there, and removes its folder unless that is to be kept. */
async function end(machine: OwnMachine, asRoot: string[], ...keep: 'keep'[]): Promise<void> {
  const script = join(packageRoot, 'harness/machine/own-end.sh');
  await callScript(machine, asRoot, script, [machine.folder, ...keep], {
    deadlineS: SHORT_S,
    what: `${machine.folder} could not be removed from the machine`,
  });
}

/** Copies the bundle and the scripts around it into the trial's folder. */
async function place(machine: OwnMachine, asRoot: string[], request: TrialRequest): Promise<void> {
  const { signal } = request;
  const { folder } = machine;
  await call(machine, [...asRoot, 'mkdir', '-m', '0700', folder], {
    deadlineS: SHORT_S,
    what: 'the machine has no place for a bundle',
    signal,
  });
  for (const path of [...SCRIPTS.map((name) => join(packageRoot, name)), request.bundle]) {
    const to = `${folder}/${path === request.bundle ? 'bundle.tar' : basename(path)}`;
    await call(machine, [...asRoot, 'sh', '-c', 'cat >"$1"', 'netknee', to], {
      deadlineS: COPY_S,
      what: 'the bundle could not be copied to the machine',
      inputFile: path,
      signal,
    });
  }
}

async function stateOf(
  machine: OwnMachine,
  asRoot: string[],
  request: TrialRequest,
  when: string,
): Promise<MachineState> {
  const text = await call(machine, [...asRoot, 'sh', `${machine.folder}/machine-state.sh`], {
    deadlineS: SHORT_S,
    what: `the state of the machine ${when} the trial could not be read`,
  });
  await writeFile(join(request.rawFolder, `machine-${when}.txt`), `${text}\n`);
  return parseMachineState(text);
}

/** Runs the bundle and hears it to its end. @returns why it did not come to it, if it did not */
function stream(
  machine: OwnMachine,
  asRoot: string[],
  request: TrialRequest,
  temporary: string,
): Promise<string | undefined> {
  return withUndo(async (undo) => {
    const { folder } = machine;
    const deadlines = new Deadlines();
    undo.register('deadlines', () => deadlines.clearAll());
    const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
    // The pid is that of `unshare`, which takes everything in its namespaces along.
    const start = `echo $$ >"$1/pid"; exec unshare ${namespaces.join(' ')} -- sh "$1/own-trial.sh" "$1" "$2"`;
    const words = [...asRoot, 'sh', '-c', start, 'netknee', folder, String(request.deadlines.totalS)];
    const running = await startProcess(machine.argv(words), {
      label: request.trial.id,
      folder: temporary,
      endsBy: 'the end of stdin',
    });
    undo.register('bundle', () => running.stop());
    const carrier = machine.name === 'ssh' ? 'ssh' : 'the bundle';
    const stderrOf = ({ stderr }: { stderr: string }) => tailOf(stderr, 3);
    const problem = await listen(running, { ...request, what: 'machine', carrier, stderrOf }, deadlines);
    await running.stop();
    await writeFile(join(request.rawFolder, 'console.log'), `${(await running.ended).stderr}\n`);
    return problem;
  });
}

/** Ends what is left of the trial and sets the machine back. @returns what could not be set back */
async function setBack(
  machine: OwnMachine,
  asRoot: string[],
  request: TrialRequest,
  before: MachineState,
): Promise<string[]> {
  await end(machine, asRoot, 'keep');
  let after = await stateOf(machine, asRoot, request, 'after');
  // Twice: unloading a module takes along others that were there before.
  for (let round = 1; round <= 2; round++) {
    const lines = restoration(before, after);
    if (lines === '') break;
    await call(machine, [...asRoot, 'unshare', '--mount', 'sh', `${machine.folder}/own-restore.sh`], {
      deadlineS: SHORT_S,
      what: 'the machine could not be set back',
      input: lines,
    });
    after = await stateOf(machine, asRoot, request, 'after');
  }
  return stateDifferences(before, after).map(differenceWords);
}
