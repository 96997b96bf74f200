import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Text } from '../../machine/files/digest.js';
import { readTextIfThere } from '../../machine/files/regular-file.js';
import { makeFolder } from '../../machine/host/make-folder.js';
import { stateFolder } from '../../machine/host/places.js';

const records = () => join(stateFolder(), 'scenario-folders');
const recordOf = (folder: string) => join(records(), sha256Text(folder).slice(0, 32));

/** Notes that this user has run the scenarios of these folders on this machine. */
export async function rememberFolders(folders: readonly string[]): Promise<void> {
  if (folders.length === 0) return;
  await makeFolder(
    records(),
    'the record of scenario folders',
    'Name another folder: XDG_STATE_HOME=/some/folder.',
  );
  for (const folder of folders) await writeFile(recordOf(folder), `${folder}\n`);
}

/**
 * Those of the folders whose scenarios this user has run here before. A scenario is a program, and a manifest that names its folder
 * may have come from somebody else.
 */
export async function knownFolders(folders: readonly string[]): Promise<string[]> {
  const said = await Promise.all(folders.map((folder) => readTextIfThere(recordOf(folder))));
  return folders.filter((folder, i) => said[i] === `${folder}\n`);
}
