/** How the machine is called in the ssh configuration written for it. */
export const VAGRANT_HOST = 'netknee-vagrant';

/** What is taken over from `vagrant ssh-config`; old guests need the algorithms it adds. */
const TAKEN = ['HostName', 'User', 'Port', 'IdentityFile', 'HostKeyAlgorithms', 'PubkeyAcceptedKeyTypes'];

/**
 * Pure: an ssh configuration for the machine from the one Vagrant prints, which checks no host key. Here the key seen first
 * is kept, and any other is refused from then on.
 * @throws RangeError when it names no host
 */
export function vagrantSshConfig(printed: string, knownHosts: string): string {
  const taken = printed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => TAKEN.includes(line.split(/\s+/)[0] ?? ''));
  if (!taken.some((line) => line.startsWith('HostName ')))
    throw new RangeError('Vagrant names no host to connect to');
  return [
    `Host ${VAGRANT_HOST}`,
    ...taken.map((line) => `  ${line}`),
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile "${knownHosts}"`,
    '  GlobalKnownHostsFile none',
    '  StrictHostKeyChecking accept-new',
    '',
  ].join('\n');
}
