import { defineScenario, kit, type Variant, type VariantSource } from '../../harness/index.js';

const N = 'interfaces';
const show = kit.spawnTime('show_time', 'showing interfaces');
const calls = kit.callCounts('show_calls', ['recvmsg']);

const COMMANDS: Record<string, string[]> = {
  'link-one': ['link', 'show', 'dev', 'netknee0'],
  'link-all': ['-o', 'link'],
  'addr-one': ['addr', 'show', 'dev', 'netknee0'],
  'addr-all': ['addr'],
};
const NAMESPACES: Record<string, string> = { together: 'netknee-together', spread: 'netknee-spread-0' };

// gcc 10 and later keep tentative definitions apart; v4.3.0 counts on their being merged.
const build = (name: string, title: string, ...sources: VariantSource[]): Variant => ({
  ...{ name, title, sources, tool: 'iproute2', targets: ['lib', 'ip'], product: { path: 'ip/ip', as: 'ip' } },
  makeArguments: ['CC=gcc -fcommon'],
});
const git = (tag: string, commit: string): VariantSource => ({
  ...{ kind: 'git', environment: 'NETKNEE_GIT_IPROUTE2', tag, commit },
  urls: ['https://git.kernel.org/pub/scm/network/iproute2/iproute2.git'],
});
const debian = (suite: string): VariantSource => ({ kind: 'debian-source', package: 'iproute2', suite });
const V4_3 = git('v4.3.0', '6720eceff7b4d4629f2c8779bce0a741f09ee97a');
const V7_1 = git('v7.1.0', 'd7d8203844bad5f9d8a6f3708c9b39141369aa51');

const PUBLISHED = 'almost a second with about 3,000; not so in 2016';
const lxd = kit.saidBy('canonical/lxd issue 699, 2015', PUBLISHED);
const ALL = { command: 'link-all', variant: 'upstream' };
const asked = (variant: string, command: string, interfaces = 'highest') => {
  return { variant, command, placement: 'together', interfaces };
};
const growth = (variant: string, command: string) =>
  kit.ratio('show_time', asked(variant, command), asked(variant, command, 'lowest'));
const ONE = growth('upstream', 'link-one');
const grows = (variant: string, command: string) => {
  const said = lxd(
    `${variant}-${command}`,
    `${command} of ${variant} ip takes twice as long among the most as among ten`,
  );
  return said.holds(growth(variant, command), kit.above(2));
};

const steps = kit.sweep(N, {
  prepare: () => kit.sh('guest/prepare.sh'),
  reach: (level, previous) => kit.sh('guest/reach.sh', previous, level),
  measure: ({ level, treatment, trial }) => {
    const argv = [`variants/${treatment.variant}/ip`, ...COMMANDS[`${treatment.command}`]!];
    const shown = show.step([level, ...Object.values(treatment)].join('-'), trial.iterations, () => argv);
    const inside = ['sh', 'guest/inside.sh', NAMESPACES[`${treatment.placement}`]!];
    return [shown, calls.step(...argv)].map((step) => ({ ...step, argv: [...inside, ...step.argv] }));
  },
});

export default defineScenario({
  name: 'link-count',
  title: 'Showing interfaces by their number',
  question: 'How does showing one interface, or all, slow down with the interfaces of a namespace?',
  onlyByName: true,
  needs: { programs: ['ip'], modules: ['dummy'], cpus: 1 },
  factors: [
    kit.state(N, 'interfaces', [10, 500, 1000, 3000], { smoke: [10, 100], quick: { wall: [10, 1000] } }),
    kit.treatment('command', 'command', Object.keys(COMMANDS)),
    kit.treatment('placement', 'where interfaces are', ['together', 'spread']),
  ],
  variants: [
    build('stock', 'iproute2 v4.3.0, of the days of the report', V4_3),
    build('upstream', 'iproute2 v7.1.0, or of Debian 12', V7_1, debian('bookworm')),
  ],
  iterations: { smoke: 1, quick: 3, standard: 5, paper: 10 },
  metrics: [...show.metrics, ...calls.metrics],
  steps,
  passes: [kit.onKernels('interfaces on other kernels', steps)],
  ...kit.conclusions(
    { claims: ['stock', 'upstream'].flatMap((one) => [grows(one, 'link-one'), grows(one, 'addr-one')]) },
    kit.growsLinearly('show_time', N, { ...ALL, placement: 'together' }, { id: 'N1' }),
    kit.staysFlat('show_time', N, { ...ALL, placement: 'spread' }, { id: 'N2' }),
    kit.ratioAtLeast('show_calls_recvmsg', N, {
      ...{ id: 'N3', over: asked('upstream', 'link-all'), under: asked('upstream', 'link-one'), bound: 5 },
    }),
  ),
  sweeps: [kit.byKernel('one-on-kernels', 'Showing one, most over ten', ONE, { reproduced: 2, fixed: 1.2 })],
  answer: {
    headline: {
      claims: ['upstream-link-one'],
      reproduced: 'Showing one interface takes longer with every other one of its namespace.',
      contradicted: 'Showing one interface takes as long among many others as among few.',
      inconclusive: 'This run does not tell whether showing one interface grows with the others.',
    },
    fixes: [{ what: 'interfaces in namespaces of their own', since: 'Linux 2.6.24', price: 'none seen' }],
  },
  check: {
    facts: [kit.folderEntries(N, 'network interfaces', '/sys/class/net')],
    amount: N,
    law: { scaling: 'show_time-growth', where: { ...ALL, placement: 'together' } },
    matters: { above: 100e6 },
    words: { each: 'one ip -o link', harm: 'each command that lists all interfaces takes 0.1 s and more' },
  },
});
