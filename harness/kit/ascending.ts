import { numbered, type StepDraft } from '../design/numbered.js';
import type { Step, Trial } from '../types.js';

/**
 * The steps of a scenario whose state ascends, where another order is due than `sweep` has: those of `first`, then those of
 * each level, which stand at it and are told the level before it (0 before the first). Titles and factors are as given.
 */
export const ascending =
  (
    first: (trial: Trial) => readonly StepDraft[],
    atLevel: (trial: Trial, level: number, previous: number) => readonly StepDraft[],
  ) =>
  (trial: Trial): Step[] =>
    numbered([
      ...first(trial),
      ...trial.levels.flatMap((level, i) =>
        atLevel(trial, level, trial.levels[i - 1] ?? 0).map((draft) => ({ ...draft, level })),
      ),
    ]);
