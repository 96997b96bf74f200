import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { passOf } from '../harness/design/pass-of.js';
import { planTrials } from '../harness/design/plan.js';
import { stepsOf } from '../harness/design/steps-of.js';
import { packageRoot } from '../harness/machine/host/places.js';
import type { Clock, Profile, Scenario, Step, Trial } from '../harness/types.js';

/** Every timed trial that a plan of this scenario has, by profile, in both clocks. */
export const trialsOf = (scenario: Scenario): Trial[] =>
  allTrialsOf(scenario).filter(({ pass }) => pass === undefined);

/** Those of other passes too, also of passes that no profile has. */
export const allTrialsOf = (scenario: Scenario): Trial[] => {
  const usual = {
    scenarios: [scenario],
    clocks: ['instructions', 'wall'] as Clock[],
    kernels: ['6.1'],
    seed: 1,
  };
  const profiles = (['quick', 'standard', 'paper', 'smoke'] satisfies Profile[]).flatMap(
    (profile) => planTrials({ ...usual, profile }).trials,
  );
  const passes = (scenario.passes ?? [])
    .map(({ name }) => name)
    .filter((name) => profiles.every(({ pass }) => pass !== name));
  return [...profiles, ...planTrials({ ...usual, profile: 'standard', passes }).trials];
};

/** Commands of the guest itself. */
const OF_THE_GUEST = ['sh', 'cat'];

const sources = (scenario: Scenario): string[] => [
  join(packageRoot, 'harness/probes'),
  join(packageRoot, 'scenarios', scenario.name, 'guest'),
];

const stands = (scenario: Scenario, name: string): boolean =>
  sources(scenario).some((folder) => existsSync(join(folder, name)));

/** A word of a command that is a file of the bundle must be one that the bundle has. */
function assertInBundle(scenario: Scenario, trial: Trial, step: Step): void {
  const [program, ...words] = step.argv as [string, ...string[]];
  assert.ok(OF_THE_GUEST.includes(program) || stands(scenario, `${program}.c`), `${step.id}: ${program}`);
  for (const word of words) {
    const where = `${step.id}: ${word}`;
    if (word.startsWith('guest/')) assert.ok(stands(scenario, word.slice('guest/'.length)), where);
    if (word.startsWith('schedules/')) assert.ok(step.files?.[word] !== undefined, where);
    if (word.startsWith('variants/')) assert.ok(trial.variants.includes(word.split('/')[1] as string), where);
  }
}

/** What must hold of the steps of every trial of any scenario. */
export function contractOfSteps(scenario: Scenario): void {
  const each = (check: (trial: Trial, steps: Step[]) => void) => () => {
    const trials = allTrialsOf(scenario);
    assert.ok(trials.length > 20);
    for (const trial of trials) check(trial, stepsOf(scenario, trial));
  };

  it(
    'names every step once, in order, fit for a file',
    each((_, steps) => {
      const ids = steps.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(ids, [...ids].sort());
      for (const id of ids) assert.match(id, /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,100}$/);
    }),
  );

  it(
    'gives every step a deadline',
    each((_, steps) => {
      for (const { id, deadlineS } of steps) assert.ok(Number.isInteger(deadlineS) && deadlineS > 0, id);
    }),
  );

  it(
    'gives the same steps for the same trial, and depends on nothing but it',
    each((trial, steps) => {
      const plain = (some: Step[]) =>
        some.map(({ parse, attachments, doubts, ...step }) => ({
          ...step,
          parses: [typeof parse, typeof attachments, typeof doubts],
        }));
      assert.deepEqual(plain(stepsOf(scenario, structuredClone(trial))), plain(steps));
    }),
  );

  it(
    'calls programs, scripts and files that are in the bundle',
    each((trial, steps) => {
      for (const step of steps) assertInBundle(scenario, trial, step);
    }),
  );

  it(
    'goes through the levels in ascending order, all of them',
    each((trial, steps) => {
      const levels = steps.flatMap(({ level }) => (level === undefined ? [] : [level]));
      assert.deepEqual(
        levels,
        [...levels].sort((a, b) => a - b),
      );
      assert.deepEqual([...new Set(levels)], trial.levels);
    }),
  );

  it('estimates more for more levels', () => {
    for (const trial of allTrialsOf(scenario)) {
      assert.ok(trial.estimateS > 0);
      const pass = passOf(scenario, trial.pass);
      const fewer = (pass ?? scenario).estimateS({ ...trial, levels: trial.levels.slice(0, -1) });
      assert.ok(fewer < trial.estimateS, trial.id);
    }
  });
}
