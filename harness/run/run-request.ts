import type { Manifest, Shard } from '../types.js';
import type { Settings } from './config/settings.js';
import type { OnEvent } from './events.js';
import type { ResolvedPlan } from './plan/resolve-plan.js';
import type { InstalledRun } from './prepare/installed-run.js';

/** One run as it is asked for. */
export interface RunRequest extends ResolvedPlan {
  settings: Settings;
  /** results/<run-id> */
  folder: string;
  run: string;
  /** Runs this part of the plan alone. */
  shard?: Shard | undefined;
  /** The manifest of an interrupted run to go on with. */
  resumed?: Manifest | undefined;
  onEvent: OnEvent;
  signal: AbortSignal;
  /** Where trials run on a machine that is not baked. */
  installed?: InstalledRun | undefined;
}
