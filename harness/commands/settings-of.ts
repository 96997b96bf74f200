import { type RawOptions, settingsOfWords } from '../run/config/option-words.js';
import { foldersOfPlanArguments } from '../run/config/plan-arguments.js';
import { CONFIG_FILE, parseSettings, readSettings, type Settings } from '../run/config/settings.js';
import { knownFolders } from '../run/plan/known-folders.js';
import { asPinned, readNamedManifest } from '../run/prepare/pins.js';

/** The settings file under the command line: what is said on the command line wins. */
export async function settingsOf(names: string[], options: RawOptions): Promise<Settings> {
  const fromFile = await readSettings(options.config ?? CONFIG_FILE, options.config !== undefined);
  const said = parseSettings(settingsOfWords(names, options), 'the command line');
  const trees = said.trees === undefined ? {} : { trees: { ...fromFile.trees, ...said.trees } };
  const settings = { ...fromFile, ...said, ...trees };
  const path = settings['from-manifest'];
  if (path === undefined) return settings;
  const manifest = await readNamedManifest(path);
  return asPinned(
    settings,
    manifest,
    await knownFolders(foldersOfPlanArguments(manifest.planArguments ?? [])),
  );
}
