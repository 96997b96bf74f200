import { judgeClaims } from '../claims/judge.js';
import { errorAt } from '../claims/look-error.js';
import { answersOf, hasOpenAnswer } from '../claims/scenario-answer.js';
import { endedPlan, stagesOf } from '../design/sequential.js';
import type { Manifest, Sequential } from '../types.js';
import { jobsOf } from './config/jobs.js';
import { withDigest } from './plan/resolve-plan.js';
import { gatherObservations, readSummary } from './results/results.js';
import { runTrials, type TrialsOfRun } from './run-trials.js';
import { TrialProgress } from './trial-progress.js';

/**
 * Runs all trials that are still due. Where boots go on until the answers are decided it looks after each stage, and ends with the
 * look that finds no answer open, when the next stage would not fit into the budget, or after the last. What was not needed leaves
 * the plan then.
 * @param began when the run began, as `performance.now()` gives it
 */
export async function runStages(run: TrialsOfRun, began: number): Promise<void> {
  const { manifest, toRun } = run;
  const { sequential } = manifest.plan;
  if (sequential === undefined || sequential.ended !== undefined) return runTrials(run);
  const { signal, settings, folder } = run.request;
  const stages = stagesOf(toRun, sequential);
  const progress = new TrialProgress(toRun, jobsOf(settings));
  for (const [i, { boots, trials }] of stages.entries()) {
    await runTrials({ ...run, toRun: trials }, progress);
    if (signal.aborted) return;
    const because =
      (await endOfAnswers(folder, manifest, sequential, boots)) ??
      endOf(stages[i + 1], settings.budget, (performance.now() - began) / 1000);
    if (because === undefined) continue;
    manifest.plan = withDigest(endedPlan(manifest.plan, { boots, because }));
    return run.save();
  }
}

/** Why nothing more is begun; undefined where the next stage is. */
function endOf(
  next: { trials: readonly { estimateS: number }[] } | undefined,
  budgetS: number | undefined,
  passedS: number,
): 'budget' | 'last look' | undefined {
  if (next === undefined) return 'last look';
  const neededS = next.trials.reduce((sum, { estimateS }) => sum + estimateS, 0);
  return budgetS !== undefined && passedS + neededS > budgetS ? 'budget' : undefined;
}

/** Why no further boot decides anything, by intervals with the error of this look; undefined while an answer is open. */
async function endOfAnswers(
  folder: string,
  manifest: Manifest,
  sequential: Sequential,
  boots: number,
): Promise<'decided' | 'not measured' | undefined> {
  await gatherObservations(folder, manifest);
  const summary = await readSummary(folder, manifest);
  const judged = manifest.scenarios.flatMap((scenario) =>
    judgeClaims(
      scenario,
      summary.filter((row) => row.scenario === scenario.name),
      manifest.unavailable.map(({ name }) => name),
      errorAt(sequential, boots),
    ),
  );
  if (hasOpenAnswer(manifest.scenarios, judged)) return undefined;
  const isDecided = answersOf(manifest.scenarios, judged).every(({ outcome }) => outcome !== 'inconclusive');
  return isDecided ? 'decided' : 'not measured';
}
