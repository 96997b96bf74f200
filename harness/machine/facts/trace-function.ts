import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { type MachineState, parseMachineState, restoration } from '../../probes/machine-state.js';
import { packageRoot } from '../host/places.js';
import { withCleanup } from '../process/cleanup.js';
import { exec } from '../process/exec.js';

const script = (path: string): string => join(packageRoot, 'harness', path);
const TRACE = script('probes/ftrace-function.sh');
const STATE = script('probes/machine-state.sh');
const RESTORE = script('machine/remote/remote-restore.sh');

/** Seconds beyond those of the trace: settings are put back, and a machine with many CPUs takes a while to. */
const BEYOND_S = 60;
const SHORT_S = 30;

/**
 * What `ftrace-function.sh` prints of one kernel function. Nothing else than tracing is changed, and that is put back: by the script
 * itself, however it ends, and once more by what was read before, whatever became of the script.
 * @param seconds how long it traces
 * @throws Failure (prerequisite) where it can't be traced, or somebody else is tracing, whose buffer would be lost
 */
export async function traceFunction(name: string, seconds: number, signal: AbortSignal): Promise<string> {
  const before = await tracingState();
  refuseOther(before);
  return withCleanup(async (cleanup) => {
    cleanup.register('tracing settings', () => putBack(before));
    return inOwnMounts(`exec sh "$0" "$1" "$2"`, [TRACE, name, String(seconds)], {
      deadlineS: seconds + BEYOND_S,
      graceS: SHORT_S,
      what: `${name} could not be traced`,
      remedy:
        'Look whether this kernel has ftrace: /sys/kernel/tracing/available_tracers names function_graph.',
      signal,
    });
  });
}

/** @throws Failure (prerequisite) without the right to trace */
export function requireRootToTrace(seconds: number): void {
  if (process.getuid?.() !== 0) {
    throw new Failure({
      what: 'tracing the kernel needs root',
      exit: EXIT.prerequisite,
      remedy: `Call it as root: sudo netknee check --measure ${seconds}. Without --measure it needs no right.`,
    });
  }
}

/** Where nobody has mounted tracefs it is mounted for the command alone. */
const inOwnMounts = (
  command: string,
  words: readonly string[],
  options: Parameters<typeof exec>[2],
): Promise<string> => {
  const mount = 'test -e /sys/kernel/tracing/current_tracer || mount -t tracefs tracefs /sys/kernel/tracing';
  return exec('unshare', ['--mount', 'sh', '-c', `${mount}; ${command}`, ...words], options);
};

/** What machine-state.sh says of tracing. */
async function tracingState(): Promise<MachineState> {
  const options = { deadlineS: SHORT_S, what: 'the tracing settings of this machine could not be read' };
  const state = parseMachineState(await exec('sh', [STATE], options));
  return new Map([['tracing', state.get('tracing') ?? []]]);
}

async function putBack(before: MachineState): Promise<void> {
  const lines = restoration(before, await tracingState());
  if (lines === '') return;
  await exec('unshare', ['--mount', 'sh', RESTORE], {
    ...{ deadlineS: SHORT_S, input: lines },
    what: 'the tracing settings of this machine could not be put back',
    remedy: `They were: ${(before.get('tracing') ?? []).join(', ')}`,
  });
}

/** A trace of somebody else would be lost with its tracer. */
function refuseOther(state: MachineState): void {
  const lines = state.get('tracing') ?? [];
  const tracer = lines.find((one) => one.startsWith('current_tracer '))?.split(' ')[1];
  if (tracer === 'nop') return;
  throw new Failure({
    what:
      tracer === undefined
        ? 'this machine has no tracing folder that could be read'
        : `somebody is tracing this machine: current_tracer is ${tracer}`,
    exit: EXIT.prerequisite,
    remedy:
      tracer === undefined
        ? 'It takes a kernel with ftrace, and tracefs on /sys/kernel/tracing.'
        : 'Wait until that is over, or end it: echo nop > /sys/kernel/tracing/current_tracer',
  });
}
