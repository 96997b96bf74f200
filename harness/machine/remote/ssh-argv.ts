import { shellWords } from '../../design/shell-words.js';

/** How a machine is reached: everything else stands in the user's own ssh configuration. */
export interface SshTarget {
  /** `user@host`, or an alias of the configuration. */
  host: string;
  /** Another file than ~/.ssh/config. */
  config?: string | undefined;
  port?: number | undefined;
}

const CONNECT_TIMEOUT_S = 10;

/**
 * Nothing may ask, nothing may be forwarded, and a connection that is gone is noticed within 45 s. Whether a host key
 * is trusted is for the user's configuration alone.
 */
const OPTIONS = [
  'BatchMode=yes',
  `ConnectTimeout=${CONNECT_TIMEOUT_S}`,
  'ServerAliveInterval=15',
  'ServerAliveCountMax=3',
  'ForwardAgent=no',
  'ForwardX11=no',
  'ClearAllForwardings=yes',
  'PermitLocalCommand=no',
  'RemoteCommand=none',
  'RequestTTY=no',
];

/** @throws RangeError on a name that ssh would take for an option, or on one with blanks or control characters */
function checkedHost(host: string): string {
  if (/^[^-\s\p{Cc}][^\s\p{Cc}]*$/u.test(host)) return host;
  throw new RangeError(`"${host}" is no name of an ssh host`);
}

function common({ config, port }: SshTarget, socket: string): string[] {
  return [
    'ssh',
    ...(config === undefined ? [] : ['-F', config]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '-T',
    ...['-S', socket],
    ...OPTIONS.flatMap((option) => ['-o', option]),
  ];
}

/** Pure: the words of the one connection that all others go through; it runs until it is ended. */
export const sshMasterArgv = (target: SshTarget, socket: string): string[] => [
  ...common(target, socket),
  ...['-o', 'ControlMaster=yes', '-o', 'ControlPersist=no', '-N', '--', checkedHost(target.host)],
];

/** Pure: the words that run a command there. The far shell sees one line, each word quoted. */
export const sshArgv = (target: SshTarget, socket: string, words: readonly string[]): string[] => [
  ...common(target, socket),
  ...['-o', 'ControlMaster=no', '--', checkedHost(target.host), shellWords(words)],
];
