import type { TrialDeadlines } from '../../machine/provider/provider.js';
import type { Trial } from '../../types.js';

/** A guest boots in 4 to 20 s; what it waits for a processor of a busy host is not counted. */
const BOOT_S = 300;
/** No step is longer by its own deadline, but the instruction clock runs behind the host's. */
const SILENCE_S = 600;
/** Of a guest that may die: some do it without a word. */
const DYING_SILENCE_S = 240;
const TOTAL_S = 3600;

/**
 * @param timeoutS `--timeout`: host seconds of a whole trial
 * @param crashExpected whether the guest's death would be an outcome
 */
export const deadlinesOf = (
  trial: Trial,
  timeoutS: number | undefined,
  crashExpected = false,
): TrialDeadlines => ({
  bootS: BOOT_S,
  silenceS: crashExpected ? DYING_SILENCE_S : SILENCE_S,
  totalS: timeoutS ?? Math.max(TOTAL_S, 10 * trial.estimateS),
});
