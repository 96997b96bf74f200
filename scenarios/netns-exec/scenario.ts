import { defineScenario, kit } from '../../harness/index.js';

const N = 'namespaces';
const enter = kit.spawnTime('enter_time', 'running a program in a namespace');
const copy = kit.functionTime('copy_time', 'copy_tree');

const ENTERING: Record<string, string[]> = {
  exec: ['/sbin/ip', 'netns', 'exec', 'netknee-entered', '/bin/true'],
  nsenter: ['/usr/bin/nsenter', '--net=/run/netns/netknee-entered', '/bin/true'],
};

const sos = kit.saidBy('sosreport/sos pull 642, 2015');
const byHand = kit.saidBy('measured by hand before this harness');
const HAND = '1, 8.6, 24 ms at 1, 4,000, 8,000; nsenter 1 to 2 ms';
const exec = { by: 'exec', run_mount: 'shared', [N]: 'highest' };
const E1 = kit.ratio('enter_time', exec, { ...exec, [N]: 'lowest' });
const E3 = kit.ratio('enter_time', exec, { ...exec, by: 'nsenter' });
const E4 = kit.ratio('enter_time', exec, { ...exec, run_mount: 'private' });
const E5 = kit.ratio(['copy_time', 'enter_time'], exec);
const BY_KERNEL = { reproduced: 3, fixed: 1.5 };

const steps = kit.sweep(N, {
  prepare: ({ machine = {} }) => kit.sh('guest/prepare.sh', `${machine.run_mount}`),
  reach: (level, previous) => kit.sh('guest/reach.sh', previous, level),
  measure: ({ level, treatment: { by }, trial }) => [
    enter.step(`${level}-${by}`, trial.iterations, () => ENTERING[`${by}`]!),
    copy.step(60, ...kit.repeated(trial.iterations, ...ENTERING[`${by}`]!)),
  ],
});

export default defineScenario({
  name: 'netns-exec',
  title: 'ip netns exec by the number of namespaces',
  question: 'How does ip netns exec slow down with the namespaces that exist, and does nsenter?',
  onlyByName: true,
  needs: { programs: ['ip', 'nsenter', 'mount'], modules: [], cpus: 1 },
  factors: [
    kit.state(N, 'network namespaces', [0, 500, 1000, 2000], { smoke: [0, 20], quick: { wall: [0, 1000] } }),
    kit.treatment('by', 'entered by', ['exec', 'nsenter']),
    kit.machine('run_mount', 'mount of /run', ['private', 'shared']),
  ],
  metrics: [...enter.metrics, ...copy.metrics],
  steps,
  passes: [kit.onKernels('ip netns exec on other kernels', steps)],
  ...kit.conclusions(
    {
      claims: [
        sos('E1', 'ip netns exec takes three times as long with the most namespaces as with one')
          .published('a command in each of 1,000 namespaces is slow')
          .holds(E1, kit.above(3)),
        byHand('E3', 'with the most namespaces ip netns exec takes three times as long as nsenter')
          .published(HAND)
          .holds(E3, kit.above(3)),
        byHand('E4', 'each namespace is two mounts where /run is shared').holds(E4, kit.above(1.3)),
        byHand('E5', 'a third of ip netns exec is copying the mount table').holds(E5, kit.above(1 / 3)),
        byHand('E6', 'nsenter copies no mount table').holds(
          kit.cell('copy_time_calls', { by: 'nsenter' }),
          kit.below(0.5),
        ),
      ],
      tables: [kit.table('copy', 'Copies of the mount table', ['copy_time'], N, ['by', 'run_mount'])],
    },
    kit.growsLinearly('enter_time', N, { by: 'exec', run_mount: 'shared' }, { id: 'E2', published: HAND }),
    kit.staysFlat('enter_time', N, { by: 'nsenter', run_mount: 'shared' }, { id: 'E7', published: HAND }),
  ),
  sweeps: [kit.byKernel('exec-on-kernels', 'ip netns exec, most over one', E1, BY_KERNEL)],
  answer: {
    headline: {
      claims: ['E1', 'E3', 'E5', 'E7'],
      reproduced: 'ip netns exec copies the mount table, in which every namespace stands; nsenter does not.',
      contradicted:
        'On one kernel or more the copy of the mount table is less of ip netns exec than claimed.',
      inconclusive: 'This run does not tell ip netns exec from nsenter.',
    },
    fixes: [{ what: 'nsenter --net', since: 'util-linux 2.23', price: '/sys stays that of the caller' }],
  },
  check: {
    facts: [
      {
        ...{ name: 'iproute2', title: 'iproute2' },
        from: { read: 'version', command: ['ip', '-V'], pattern: 'iproute2-((?:ss)?\\d[\\d.]*)' },
      },
      kit.fileLines('mounts', 'mounts', '/proc/self/mounts'),
    ],
    cause: {
      fact: 'iproute2',
      what: 'the copy of the mount table at every ip netns exec',
      within: [{ from: '2.6.39' }, { from: 'ss110629' }],
    },
    amount: 'mounts',
    // Where /run is private each namespace is one mount more, where it is shared two.
    law: { scaling: 'enter_time-growth', where: { by: 'exec', run_mount: 'private' } },
    matters: { times: 2 },
    words: { each: 'one ip netns exec', harm: 'each ip netns exec takes twice its time and more' },
  },
});
