import { EXIT, Failure } from '../../failure.js';
import type { Settings } from '../config/settings.js';

/** Whether boots go on until the answers are decided: asked for, or the profile standard with nothing said of boots. */
export function isSequential({ until, profile, boots, passes, clock }: Settings, own: boolean): boolean {
  if (until === 'decided' && boots !== undefined) {
    throw new Failure({
      what: '--until decided says how many boots there are, and so does --boots',
      exit: EXIT.usage,
      remedy: 'Leave out one of them.',
    });
  }
  if (clock === 'instructions' || passes?.includes('timed') === false) return false;
  return until === undefined ? profile === 'standard' && boots === undefined && !own : until === 'decided';
}

/** Settings of one shard of a plan: it does not see the boots of others, so that as many are planned where nothing is said. */
export const plannedUnlessSaid = (settings: Settings): Settings =>
  settings.until === undefined && isSequential(settings, false)
    ? { ...settings, until: 'planned' }
    : settings;
