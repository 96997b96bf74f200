import { release } from 'node:os';
import type { CheckResult } from '../../check/check-result.js';
import { judgeCheck } from '../../check/judge-check.js';
import { type MeasuredRuns, measuredRuns, withMeasured } from '../../check/measured-runs.js';
import { countCpus } from '../../design/installed-machine.js';
import { EXIT, Failure } from '../../failure.js';
import { notRead } from '../../machine/facts/not-read.js';
import { readFact } from '../../machine/facts/read-fact.js';
import { traceFunction } from '../../machine/facts/trace-function.js';
import { readText } from '../../machine/files/regular-file.js';
import type { Fact, FactSpec, FactValue, Laws, Scenario } from '../../types.js';
import { shippedLaws } from './shipped-laws.js';

const POSSIBLE = '/sys/devices/system/cpu/possible';

/** A scenario that says how it is checked. */
export type Checkable = Scenario & { check: NonNullable<Scenario['check']> };

export interface CheckedScenario extends CheckResult {
  scenario: string;
  title: string;
  /** The run that the law comes from; absent where there is no law. */
  lawsFrom?: string;
  /** Of a function that was traced. */
  measured?: MeasuredRuns;
}

export interface CheckedMachine {
  possibleCpus: FactValue;
  /** Every fact once, in the order in which scenarios name them. */
  facts: Fact[];
  scenarios: CheckedScenario[];
}

/**
 * Reads what the scenarios ask of this machine, all at once, and judges each by its law. Nothing is changed.
 * @param given laws of a run of the user's own, in the place of those that come with a scenario
 */
export async function checkMachine(
  scenarios: readonly Checkable[],
  given: ReadonlyMap<string, Laws> = new Map(),
): Promise<CheckedMachine> {
  const specs = new Map(scenarios.flatMap(({ check }) => check.facts).map((spec) => [keyOf(spec), spec]));
  const [possibleCpus, ...read] = await Promise.all([
    possibleCpuCount(),
    ...[...specs.values()].map(readFact),
  ]);
  const facts = new Map([...specs.keys()].map((key, i) => [key, read[i] as Fact]));
  const cpus = possibleCpus.state === 'known' ? Number(possibleCpus.value) : undefined;
  const checked = scenarios.map(async ({ name, folder, title, check, answer }): Promise<CheckedScenario> => {
    const found = given.get(name) ?? (await shippedLaws({ name, ...(folder !== undefined && { folder }) }));
    const result = judgeCheck(check, {
      facts: check.facts.map((spec) => ({ ...(facts.get(keyOf(spec)) as Fact), ...spec })),
      possibleCpus: cpus,
      laws: found?.laws ?? [],
      release: release(),
      fixes: answer?.fixes ?? [],
    });
    return { scenario: name, title, ...result, ...(found !== undefined && { lawsFrom: found.run }) };
  });
  return { possibleCpus, facts: [...facts.values()], scenarios: await Promise.all(checked) };
}

/**
 * Traces the function that each scenario names, one after the other, and sets what it took beside the prediction.
 * @throws Failure (interrupted) alone: what could not be traced says why
 */
export async function measureMachine(
  checked: CheckedMachine,
  scenarios: readonly Checkable[],
  seconds: number,
  signal: AbortSignal,
): Promise<CheckedMachine> {
  const measured: CheckedScenario[] = [];
  for (const one of checked.scenarios) {
    const check = scenarios.find(({ name }) => name === one.scenario)?.check;
    if (check?.measure === undefined) measured.push(one);
    else {
      const runs = await measure(check.measure, seconds, signal);
      measured.push({ ...one, ...withMeasured(one, check, runs), measured: runs });
    }
  }
  return { ...checked, scenarios: measured };
}

/** Without a trace it says why there is none. @throws Failure (interrupted) alone */
async function measure(
  wanted: NonNullable<Checkable['check']['measure']>,
  seconds: number,
  signal: AbortSignal,
): Promise<MeasuredRuns> {
  try {
    return measuredRuns(wanted, seconds, await traceFunction(wanted.function, seconds, signal));
  } catch (error) {
    if (!(error instanceof Failure) || error.details.exit === EXIT.interrupted) throw error;
    const { what, tail = '' } = error.details;
    const why = [what, ...tail.split('\n')].filter((line) => line.trim() !== '').join('; ');
    return { function: wanted.function, seconds, runs: 0, why };
  }
}

/** Two scenarios that read the same read it once. */
const keyOf = ({ from, title }: FactSpec): string => JSON.stringify([from, title]);

async function possibleCpuCount(): Promise<FactValue> {
  try {
    const count = countCpus(await readText(POSSIBLE));
    return count > 0
      ? { state: 'known', value: count }
      : { state: 'not known', why: `${POSSIBLE} has no list` };
  } catch (error) {
    return notRead(error);
  }
}
