import type { TrialDeadlines } from '../machine/provider.js';
import type { Trial } from '../types.js';

/** A guest boots in 4 to 20 s; a host that is busy with other work is several times slower. */
const BOOT_S = 180;
/** No step is longer by its own deadline, but the exact lane's clock runs behind the host's. */
const SILENCE_S = 600;
const TOTAL_S = 3600;

/** @param timeoutS `--timeout`: host seconds of a whole trial */
export const deadlinesOf = (trial: Trial, timeoutS: number | undefined): TrialDeadlines => ({
  bootS: BOOT_S,
  silenceS: SILENCE_S,
  totalS: timeoutS ?? Math.max(TOTAL_S, 10 * trial.estimateS),
});
