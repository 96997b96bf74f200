import { numbered, type StepDraft } from '../design/numbered.js';
import { treatmentOrder } from '../design/order.js';
import type { FactorLevel, Levels, Step, Trial } from '../types.js';

/** What a sweep's functions are told: the levels that a step stands at, by factor, and the trial. */
export interface Place {
  /** Of the state factor. */
  level: number;
  /** Of every treatment, and of `variant` where the scenario has some. */
  treatment: Readonly<Record<string, FactorLevel>>;
  trial: Trial;
}

type Drafts = StepDraft | readonly StepDraft[];

/** What a trial does. Each function gives one step or some; none is needed but `measure`. */
export interface Sweep {
  /** Once, before anything else. */
  prepare?: (trial: Trial) => Drafts;
  /** From the level before to this one, once for all treatments: what counts its levels verifies them here. */
  reach?: (level: number, previous: number, trial: Trial) => Drafts;
  /** For each treatment, in a seeded order, which every other boot of the instruction clock goes through backwards. */
  measure: (place: Place) => Drafts;
}

const listOf = (drafts: Drafts | undefined): readonly StepDraft[] =>
  drafts === undefined ? [] : Array.isArray(drafts) ? drafts : [drafts as StepDraft];

/**
 * The steps of a scenario whose state ascends and whose treatments are measured side by side at each level. Order, numbers,
 * levels and factors of the steps are the sweep's: all that a step measures is of the level and the treatment it stands at.
 * @param state name of the state factor
 */
export const sweep =
  (state: string, { prepare, reach, measure }: Sweep) =>
  (trial: Trial): Step[] => {
    const all = combinations(trial);
    const prepared = listOf(prepare?.(trial));
    return numbered([
      ...prepared,
      ...trial.levels.flatMap((level, i) => {
        const reached = listOf(reach?.(level, trial.levels[i - 1] ?? 0, trial));
        const order = treatmentOrder(all, trial, 'sweep', level);
        return [
          ...reached.map((draft) => at(draft, level, { [state]: level }, [String(level)])),
          ...order.flatMap((treatment) =>
            listOf(measure({ level, treatment, trial })).map((draft) =>
              at(
                draft,
                level,
                { [state]: level, ...treatment },
                [level, ...Object.values(treatment)].map(String),
              ),
            ),
          ),
        ];
      }),
    ]);
  };

function at(draft: StepDraft, level: number, factors: Levels, words: readonly string[]): StepDraft {
  const title = `${draft.title} at ${words.join(' ')}`;
  return { ...draft, title, level, factors: { ...factors, ...draft.factors } };
}

/** Every combination of the treatments of a trial; one without any where it has none. */
function combinations({ treatments = {}, variants }: Trial): Record<string, FactorLevel>[] {
  const lists = { ...(variants.length === 0 ? {} : { variant: variants }), ...treatments };
  return Object.entries(lists).reduce<Record<string, FactorLevel>[]>(
    (all, [name, levels]) => all.flatMap((one) => levels.map((level) => ({ ...one, [name]: level }))),
    [{}],
  );
}
