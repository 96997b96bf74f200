import { nameOf, type OPTIONS, type OptionKey, optionEntries, type SettingOption } from './option-table.js';

/** What commander hands over: words, not yet checked. */
export type RawOptions = {
  [Key in OptionKey]?: (typeof OPTIONS)[Key] extends SettingOption<infer W> ? W : never;
} & { config?: string };

/** Pure: words of the command line as settings by their names, not yet checked. @throws Failure for a word that is no number */
export function settingsOfWords(names: readonly string[], options: RawOptions): Record<string, unknown> {
  const said = optionEntries().flatMap(([key, option]) => {
    const words = options[key];
    return words === undefined ? [] : [[option.setting, option.parse(words, nameOf(option))]];
  });
  return { ...(names.length > 0 && { scenarios: names }), ...Object.fromEntries(said) };
}
