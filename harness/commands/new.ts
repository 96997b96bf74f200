import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isName } from '../design/name.js';
import { EXIT, Failure } from '../failure.js';
import { packageRoot } from '../machine/host/places.js';
import { say } from '../machine/host/terminal.js';
import { newScenarioFiles } from './new-scenario-files.js';

/**
 * Writes the folder of a new scenario: in a checkout of netknee among its scenarios, elsewhere in the folder it is called in.
 * @throws Failure (usage) for what is no name and for a folder that is there
 */
export async function newScenario(name: string): Promise<void> {
  if (!isName(name) || !/^[a-z]/.test(name)) {
    throw new Failure({
      what: `"${name}" can't name a scenario`,
      exit: EXIT.usage,
      remedy: 'Begin with a small letter; then letters, digits and ._+-, at most 64.',
    });
  }
  const inCheckout = (await realpath('.')) === (await realpath(packageRoot));
  const folder = resolve(inCheckout ? join('scenarios', name) : name);
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
    throw new Failure({
      what: `${folder} is already there`,
      exit: EXIT.usage,
      remedy: 'Choose another name.',
    });
  });
  for (const [path, text] of newScenarioFiles(name, inCheckout ? '../../harness/index.js' : 'netknee')) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const word = inCheckout ? name : `./${name}`;
  say(`${folder}\n`);
  say(`It runs as it stands: ${inCheckout ? 'make build && ' : ''}npx netknee run ${word} --profile smoke\n`);
  say('Then replace what its comments name, and run it again.\n');
  if (!inCheckout)
    say(`Its test, with jiti installed: node --import jiti/register --test ${word}/scenario.test.ts\n`);
}
