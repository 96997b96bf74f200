import type { Settings } from './settings.js';

/**
 * Pure: the settings that shape a plan, as words of the command line, wherever they were said. What the plan names by
 * itself is left out: scenarios, profile, seed, lane. `--profile pressure` is the pass of another profile by then.
 */
export function askedWords(settings: Settings): string[] {
  const { levels, trees = {}, boots, kernel = [], profile } = settings;
  const passes = settings.passes ?? (profile === 'pressure' ? ['pressure'] : undefined);
  const counts = (byName: object) => Object.entries(byName).map(([name, count]) => `${name}=${count}`);
  const option = (name: string, value: unknown) => (value === undefined ? [] : [name, String(value)]);
  return [
    ...(Array.isArray(levels) ? [levels.join()] : counts(levels ?? {})).flatMap((one) =>
      option('--levels', one),
    ),
    ...option('--variants', settings.variants?.join()),
    ...Object.entries(trees).flatMap(([name, folder]) => option('--variant', `${name}=path:${folder}`)),
    ...option('--passes', passes?.join()),
    ...option('--boots', typeof boots === 'object' ? counts(boots).join() : boots),
    ...option('--iterations', settings.iterations),
    ...option('--possible-cpus', settings['possible-cpus']?.join()),
    ...option('--memory', settings.memory?.join()),
    ...kernel.flatMap((name) => option('--kernel', name)),
  ];
}
