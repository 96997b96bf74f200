import type { Variant, VariantSource } from '../../harness/index.js';

const GIT = {
  kind: 'git' as const,
  urls: [
    'https://git.kernel.org/pub/scm/network/iproute2/iproute2.git',
    'https://github.com/iproute2/iproute2.git',
  ],
  environment: 'NETKNEE_GIT_IPROUTE2',
};

/** What `ip -V` of Ubuntu xenial says: iproute2 is named after the day of its release. */
const XENIAL: VariantSource = { kind: 'guest', path: '/sbin/ip', version: 'ss151103' };
const STOCK = { ...GIT, tag: 'v4.3.0', commit: '6720eceff7b4d4629f2c8779bce0a741f09ee97a' };
const UPSTREAM = { ...GIT, tag: 'v7.1.0', commit: 'd7d8203844bad5f9d8a6f3708c9b39141369aa51' };
/** Long after the fix (v4.9.0), and there wherever Debian's packages are. */
const DEBIAN: VariantSource = { kind: 'debian-source', package: 'iproute2', suite: 'bookworm' };

/**
 * Symbols for the debugger change no instruction, as long as the Makefile's own flags stay what they are: so they come
 * with the compiler's name. Make puts in the folder, and the map takes it out of the binary: one source, one digest.
 */
const SYMBOLS = '-g1 -fdebug-prefix-map=$(CURDIR)=.';

/** Only what `ip` is made of. The binary must be called `ip`: its name is parsed as an object name. */
const IP = {
  tool: 'iproute2',
  targets: ['lib', 'ip'],
  makeArguments: [`CC=gcc ${SYMBOLS}`],
  product: { path: 'ip/ip', as: 'ip' },
};

const EAGER_SCAN = {
  file: 'ip/ipnetns.c',
  within: 'do_netns',
  after: 'netns_nsid_socket_init();',
  line: 'netns_map_init();',
};

export const variants: Variant[] = [
  {
    ...IP,
    name: 'stock',
    title: 'iproute2 v4.3.0, what Ubuntu xenial ships',
    sources: [XENIAL, STOCK],
    // gcc 10 and later keep tentative definitions apart; this source counts on their being merged.
    makeArguments: [`CC=gcc -fcommon ${SYMBOLS}`],
  },
  {
    ...IP,
    name: 'upstream',
    title: 'iproute2 after "build nsid-name cache only for commands that need it"',
    sources: [UPSTREAM, DEBIAN],
  },
  {
    ...IP,
    name: 'reverted',
    title: 'upstream plus the one line that brings the eager scan back',
    sources: [UPSTREAM, DEBIAN],
    patches: [EAGER_SCAN],
  },
];
