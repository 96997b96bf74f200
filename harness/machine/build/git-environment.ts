import { join } from 'node:path';
import { packageRoot } from '../host/places.js';

/** A home of git's own: the file git/config in it is read as the user's settings. */
const SETTINGS = join(packageRoot, 'harness/machine/build/git-settings');

/** How a repository is reached, which stays the caller's matter. All else that git reads from variables names other repositories. */
const TRANSPORT = /^GIT_(SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|PROXY_COMMAND|SSL_\w+|HTTP_\w+|CURL_\w+)$/;

/**
 * The variables that git is called with: none that a hook, a rebase or a user has set for a repository of theirs, and
 * netknee's own settings in the place of the user's and the system's. `undefined` takes a variable away.
 */
export function gitEnvironment(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter((name) => name.startsWith('GIT_') && !TRANSPORT.test(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, undefined])),
    // git before 2.32 knows no other way to read other settings than the user's.
    HOME: SETTINGS,
    XDG_CONFIG_HOME: SETTINGS,
    GIT_CONFIG_GLOBAL: join(SETTINGS, 'git/config'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
  };
}
