import type { JudgedClaim } from '../claims/judge.js';
import type { Notice, Plan, ScenarioDescription, Trial, TrialRecord } from '../types.js';
import type { Concluded } from './results/results.js';

/** What happens in a run, for whoever shows it: a terminal, a log, a program. */
export type RunEvent =
  | { type: 'plan'; run: string; folder: string; plan: Plan; toRun: Trial[] }
  | { type: 'prepare'; what: string }
  /** `again`: why a former attempt does not stand. */
  | { type: 'trial-start'; trial: Trial; attempt: number; again?: string[] }
  | {
      type: 'step';
      trial: string;
      step: string;
      title: string;
      done: number;
      of: number;
      level?: number | undefined;
    }
  | { type: 'trial-end'; trial: string; record: TrialRecord; done: number; of: number; leftS: number }
  | { type: 'notice'; notice: Notice }
  | { type: 'verdicts'; judged: JudgedClaim[]; scenarios: ScenarioDescription[]; trust: Concluded['trust'] }
  | { type: 'end'; folder: string; failed: number; disturbed: number; durationS: number };

export type OnEvent = (event: RunEvent) => void;
