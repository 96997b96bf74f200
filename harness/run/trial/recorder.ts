import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { observationCsv } from '../../cells/observation-csv.js';
import { parseObservations } from '../../cells/observation-parse.js';
import { machineFactors } from '../../design/installed-machine.js';
import { clipped } from '../../failure.js';
import type { Frame } from '../../probes/frame.js';
import type {
  Attachment,
  Levels,
  Measurement,
  Observation,
  Scenario,
  Step,
  StoredAttachment,
  Trial,
} from '../../types.js';

export interface RecordedTrial {
  /** The id of the run, for its observations. */
  run: string;
  scenario: Scenario;
  trial: Trial;
  steps: readonly Step[];
  /** The folder that takes every record. */
  raw: string;
  /** A step begins, `done` others having ended well. */
  onStep: (step: Step, done: number) => void;
}

/** A step's output is in place but is not what its probe writes, or the step failed. */
export interface StepProblem {
  step: string;
  message: string;
}

export interface Recording {
  onFrame: (frame: Frame) => Promise<void>;
  observations: Observation[];
  /** In the order of the steps that showed them. */
  attachments: StoredAttachment[];
  problems: StepProblem[];
  /** Steps that ended well and say that what is measured may not be what it seems. */
  doubts: StepProblem[];
  /** What the kernel said of itself, from its start or that of the trial on; undefined when it did not come that far. */
  kernelLog: string | undefined;
  facts: Record<string, string>;
  stepsDone: number;
  /** Keeps what the trial measured beside what its steps said. */
  measured: (measurements: readonly Measurement[]) => void;
  /** Steps of which no end was heard. */
  due: Set<string>;
  /** The bundle's own last word: `complete`, or which step aborted it. */
  result: string | undefined;
}

const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;

/** What one trial may leave on the host; a guest that sends without end fills no disk and no memory. */
const MOST_BYTES = 2 ** 31;
const MOST_RECORDS = 20_000;
const MOST_FACTS = 200;
/** Characters. */
const LONGEST_FACT = 1 << 18;
const LONGEST_WORDS = 500;

/**
 * Keeps what a trial streams: every record goes to `raw` as it comes, and the output of a step that
 * ended well is parsed into observations.
 */
export function recordTrial({ run, scenario, trial, steps, raw, onStep }: RecordedTrial): Recording {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const outputs = new Map<string, string>();
  let records = 0;
  let bytes = 0;
  let isFull = false;
  const recording: Recording = {
    observations: [],
    attachments: [],
    problems: [],
    doubts: [],
    kernelLog: undefined,
    facts: {},
    stepsDone: 0,
    measured: (measurements) => {
      recording.observations.push(...measurements.map((one) => observe(run, scenario, onMachine(), one)));
    },
    due: new Set(byId.keys()),
    result: undefined,
    onFrame: async ({ kind, name, payload }) => {
      records += 1;
      bytes += payload.length;
      if (records > MOST_RECORDS || bytes > MOST_BYTES) {
        if (!isFull)
          recording.problems.push({
            step: name,
            message: 'and all that follow are more than one trial leaves',
          });
        isFull = true;
        return;
      }
      if (!FILE_NAME.test(name)) {
        // Names become paths on the host: whatever a guest sends, it writes nothing outside its folder.
        recording.problems.push({ step: name, message: 'is not the name of a record' });
        return;
      }
      const text = payload.toString('utf8');
      switch (kind) {
        case 'fact':
          if (Object.keys(recording.facts).length < MOST_FACTS)
            recording.facts[name] = clipped(text.trimEnd(), LONGEST_FACT);
          await keep(join(raw, 'facts', name), payload);
          break;
        case 'start': {
          const step = byId.get(name);
          if (step !== undefined) onStep(step, recording.stepsDone);
          break;
        }
        case 'out':
          if (byId.has(name)) outputs.set(name, text);
          await keep(join(raw, 'steps', `${name}.out`), payload);
          break;
        case 'err':
          if (byId.has(name)) outputs.set(`${name}.err`, text);
          await keep(join(raw, 'steps', `${name}.err`), payload);
          break;
        case 'status':
          await keep(join(raw, 'steps', `${name}.status`), payload);
          finishStep(name, text);
          break;
        case 'log':
          recording.kernelLog = text;
          await keep(join(raw, 'kernel.log'), payload);
          break;
        case 'end':
          recording.result = clipped(text.trim(), LONGEST_WORDS);
          break;
      }
    },
  };

  /** The trial, with what its facts say of the machine. */
  function onMachine(): Trial {
    return { ...trial, ...machineFactors(trial, recording.facts) };
  }

  function finishStep(id: string, status: string): void {
    const step = byId.get(id);
    const exit = Number(/^exit=(\d+)$/m.exec(status)?.[1] ?? Number.NaN);
    const stderr = (outputs.get(`${id}.err`) ?? '').trim().split('\n').slice(-3).join(' | ');
    if (step === undefined || !recording.due.delete(id)) {
      recording.problems.push({ step: id, message: 'is not a step of the plan that is still due' });
    } else if (exit !== 0) {
      const late =
        exit === 124
          ? ` (deadline ${step.deadlineS} s of the guest)`
          : exit === 137
            ? ` (killed: over its deadline of ${step.deadlineS} s of the guest, or out of memory)`
            : '';
      recording.problems.push({
        step: id,
        message: `exit ${exit}${late}${stderr === '' ? '' : `: ${clipped(stderr, LONGEST_WORDS)}`}`,
      });
    } else {
      try {
        const output = outputs.get(id) ?? '';
        const measurements = step.parse?.(output) ?? [];
        const attachments = step.attachments?.(output) ?? [];
        const doubts = step.doubts?.(output) ?? [];
        const rows = measurements.map((one) => observe(run, scenario, onMachine(), one, step.factors));
        // What could not be read back is no number that was measured: NaN, a negative iteration.
        parseObservations(observationCsv(rows, scenario.factors), scenario.factors);
        recording.observations.push(...rows);
        recording.doubts.push(...doubts.map((message) => ({ step: id, message })));
        recording.attachments.push(
          ...attachments.map((one) => store(scenario, onMachine(), one, step.factors)),
        );
        recording.stepsDone++;
      } catch (error) {
        recording.problems.push({
          step: id,
          message: `output not understood: ${clipped((error as Error).message, LONGEST_WORDS)}`,
        });
      }
    }
    outputs.delete(id);
    outputs.delete(`${id}.err`);
  }
  return recording;
}

/** A measurement with everything that the trial, the step and the scenario know of it. */
function observe(
  run: string,
  scenario: Scenario,
  trial: Trial,
  { metric: name, iteration, value, factors }: Measurement,
  ofStep?: Levels,
): Observation {
  const metric = scenario.metrics.find((one) => one.name === name);
  if (metric === undefined) throw new Error(`"${name}" is not a metric of ${scenario.name}`);
  const { id, block, boot, clock, kernel, possibleCpus, memoryMb } = trial;
  return {
    ...{ run, trial: id, block, boot, clock, scenario: scenario.name, kernel, possibleCpus, memoryMb },
    factors: levelsIn(scenario, { ...trial.machine, ...ofStep, ...factors }),
    ...{ metric: name, unit: metric.unit, iteration, value },
  };
}

/** An attachment with everything that the trial and the step know of it. */
function store(scenario: Scenario, trial: Trial, attachment: Attachment, ofStep?: Levels): StoredAttachment {
  const { id, boot, clock, kernel, possibleCpus, memoryMb } = trial;
  return {
    ...{ trial: id, boot, clock, scenario: scenario.name, kernel, possibleCpus, memoryMb },
    factors: levelsIn(scenario, { ...trial.machine, ...ofStep, ...attachment.factors }),
    attachment,
  };
}

/** Those that apply, in the order of their declarations. @throws Error for a factor that the scenario does not declare */
function levelsIn({ name: scenario, factors }: Scenario, levels: Levels): Levels {
  const strange = Object.keys(levels).find((name) => !factors.some((factor) => factor.name === name));
  if (strange !== undefined) throw new Error(`"${strange}" is not a factor of ${scenario}`);
  return Object.fromEntries(
    factors.flatMap(({ name }) => (levels[name] === undefined ? [] : [[name, levels[name]]])),
  );
}

async function keep(path: string, payload: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, payload);
}
