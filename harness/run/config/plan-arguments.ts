import { EXIT, Failure } from '../../failure.js';
import type { Scenario } from '../../types.js';
import type { RawOptions } from './option-words.js';
import type { Settings } from './settings.js';

/**
 * Pure: the settings that shape a plan, as words of the command line, wherever they were said. What the plan names by
 * itself is left out: scenarios, profile, seed, clock. `--profile pressure` is the pass of another profile by then. First come the
 * folders of scenarios that are none of netknee's own: the plan has their names alone.
 */
export function planArguments(
  settings: Settings,
  scenarios: readonly Pick<Scenario, 'folder'>[] = [],
): string[] {
  const { levels, trees = {}, boots, kernel = [], profile } = settings;
  const passes = settings.passes ?? (profile === 'pressure' ? ['pressure'] : undefined);
  const counts = (byName: object) => Object.entries(byName).map(([name, count]) => `${name}=${count}`);
  const option = (name: string, value: unknown) => (value === undefined ? [] : [name, String(value)]);
  return [
    ...scenarios.flatMap(({ folder }) => folder ?? []),
    ...(Array.isArray(levels) ? [levels.join()] : counts(levels ?? {})).flatMap((one) =>
      option('--levels', one),
    ),
    ...counts(settings.treatments ?? {}).flatMap((one) => option('--treatment', one)),
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

/** Options that shape a plan, as they are called in `RawOptions`; those of the second list may be said more than once. */
const ONCE = new Map([
  ['--variants', 'variants'],
  ['--passes', 'passes'],
  ['--boots', 'boots'],
  ['--iterations', 'iterations'],
  ['--possible-cpus', 'possibleCpus'],
  ['--memory', 'memory'],
] as const);
const MANY = new Map([
  ['--levels', 'levels'],
  ['--treatment', 'treatment'],
  ['--variant', 'variant'],
  ['--kernel', 'kernel'],
] as const);

/** Pure: the folders of scenarios that `planArguments` wrote. */
export function foldersOfPlanArguments(words: readonly string[]): string[] {
  const other = words.findIndex((word) => !word.startsWith('/'));
  return other === -1 ? [...words] : words.slice(0, other);
}

/**
 * Pure: what `planArguments` wrote, as options of the command line, not yet checked.
 * @throws Failure for any other word, as a manifest from somebody else may have
 */
export function optionsOfPlanArguments(words: readonly string[]): RawOptions {
  const options: RawOptions = {};
  for (let i = foldersOfPlanArguments(words).length; i < words.length; i += 2) {
    const [option = '', value] = words.slice(i, i + 2);
    const once = (ONCE as Map<string, 'variants'>).get(option);
    const many = (MANY as Map<string, 'levels'>).get(option);
    if (value !== undefined && once !== undefined) options[once] = value;
    else if (value !== undefined && many !== undefined) options[many] = [...(options[many] ?? []), value];
    else {
      throw new Failure({
        what: `a run can't have been begun with "${words.slice(i, i + 2).join(' ')}"`,
        exit: EXIT.usage,
        remedy: 'Take the manifest as netknee wrote it, or measure anew.',
      });
    }
  }
  return options;
}
