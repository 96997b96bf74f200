import type { Settings } from './settings.js';

/**
 * Pure: the settings that shape a plan, as words of the command line, wherever they were said. What the plan names by
 * itself is left out: scenarios, profile, seed, lane. `--profile pressure` is the pass of another profile by then.
 */
export function askedWords(settings: Settings): string[] {
  const { levels, trees = {}, boots, kernel = [], profile } = settings;
  const passes = settings.passes ?? (profile === 'pressure' ? ['pressure'] : undefined);
  const counts = (byName: object) => Object.entries(byName).map(([name, count]) => `${name}=${count}`);
  const said: [string, unknown][] = [
    ...(Array.isArray(levels) ? [levels.join()] : counts(levels ?? {})).map((one): [string, string] => [
      '--levels',
      one,
    ]),
    ['--variants', settings.variants?.join()],
    ...Object.entries(trees).map(([name, folder]): [string, string] => [
      '--variant',
      `${name}=path:${folder}`,
    ]),
    ['--passes', passes?.join()],
    ['--boots', typeof boots === 'object' ? counts(boots).join() : boots],
    ['--iterations', settings.iterations],
    ['--possible-cpus', settings['possible-cpus']?.join()],
    ['--memory', settings.memory?.join()],
    ...kernel.map((name): [string, string] => ['--kernel', name]),
  ];
  return said.flatMap(([option, value]) => (value === undefined ? [] : [option, String(value)]));
}
