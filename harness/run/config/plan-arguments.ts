import { EXIT, Failure } from '../../failure.js';
import type { Scenario } from '../../types.js';
import { nameOf, optionEntries } from './option-table.js';
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
  const passes = settings.passes ?? (settings.profile === 'pressure' ? ['pressure'] : undefined);
  const shaping: Settings = { ...settings, passes };
  return [
    ...scenarios.flatMap(({ folder }) => folder ?? []),
    ...optionEntries().flatMap(([, option]) => {
      const value = shaping[option.setting];
      if (value === undefined) return [];
      return (option.wordsOf?.(value) ?? []).flatMap((word) => [nameOf(option), word]);
    }),
  ];
}

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
  const shaping = new Map(
    optionEntries().flatMap(([key, option]) => (option.wordsOf ? [[nameOf(option), { key, option }]] : [])),
  );
  const options: Record<string, string | string[]> = {};
  for (let i = foldersOfPlanArguments(words).length; i < words.length; i += 2) {
    const [name = '', value] = words.slice(i, i + 2);
    const found = shaping.get(name);
    if (found === undefined || value === undefined) {
      throw new Failure({
        what: `a run can't have been begun with "${words.slice(i, i + 2).join(' ')}"`,
        exit: EXIT.usage,
        remedy: 'Take the manifest as netknee wrote it, or measure anew.',
      });
    }
    const { key, option } = found;
    options[key] = option.repeated ? [...(options[key] ?? []), value] : value;
  }
  return options as RawOptions;
}
