import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exec } from '../process/exec.js';
import { aptSettings } from './apt-settings.js';
import { type DebianMirror, sourceLines } from './debian.js';

/** apt with folders of its own: the machine's sources, lists and packages stay as they are. */
export interface PrivateApt {
  run: (
    command: 'apt-get' | 'apt-cache',
    argv: string[],
    options: { cwd?: string; what: string },
  ) => Promise<string>;
}

const DEADLINE_S = 300;

/**
 * apt of one suite of one mirror, with its lists.
 * @param folder an empty folder for its configuration and state
 * @param type `deb` for binary packages, `deb-src` for sources
 */
export async function privateApt(
  folder: string,
  mirror: DebianMirror,
  suite: string,
  type: 'deb' | 'deb-src',
  signal?: AbortSignal,
): Promise<PrivateApt> {
  const remedy = `Check that ${mirror.main} serves ${suite} and can be reached from here.`;
  const apt = await aptOf(folder, sourceLines(mirror, suite, type), remedy, signal);
  await apt.run('apt-get', ['update', '-q', '-o', 'APT::Update::Error-Mode=any'], {
    what: `package lists of Debian ${suite} could not be fetched`,
  });
  return apt;
}

/**
 * apt of any sources, without its lists yet.
 * @param sources lines of a sources.list
 */
export async function aptOf(
  folder: string,
  sources: readonly string[],
  remedy: string,
  signal?: AbortSignal,
): Promise<PrivateApt> {
  const at = (name: string) => join(folder, name);
  for (const inner of [
    'etc/apt.conf.d',
    'etc/preferences.d',
    'state/lists/partial',
    'cache/archives/partial',
  ]) {
    await mkdir(at(inner), { recursive: true });
  }
  await writeFile(at('sources.list'), `${sources.join('\n')}\n`);
  await writeFile(at('status'), '');
  // The machine's own settings first: what is said later wins.
  const configuration = [
    ...(await aptSettings()).configuration,
    `Dir::Etc "${at('etc')}";`,
    `Dir::Etc::sourcelist "${at('sources.list')}";`,
    `Dir::Etc::sourceparts "/dev/null";`,
    `Dir::State "${at('state')}";`,
    `Dir::State::status "${at('status')}";`,
    `Dir::Cache "${at('cache')}";`,
    'APT::Sandbox::User "root";',
    'Acquire::Languages "none";',
    'Acquire::Retries "2";',
  ];
  await writeFile(at('apt.conf'), `${configuration.join('\n')}\n`);

  const run: PrivateApt['run'] = (command, argv, options) =>
    exec(command, argv, {
      deadlineS: DEADLINE_S,
      env: { APT_CONFIG: at('apt.conf'), LC_ALL: 'C' },
      what: options.what,
      remedy,
      cwd: options.cwd,
      signal,
    });
  return { run };
}
