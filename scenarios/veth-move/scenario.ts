import { defineScenario, kit } from '../../harness/index.js';

const pair = kit.burst('pair_time', 'one veth pair, its far end in a namespace');
const barrier = kit.functionTime('barrier_time', 'rcu_barrier');

const vpcCni = kit.saidBy('aws/amazon-vpc-cni-k8s pull 3764, 2026');
const moved = { method: 'moved', burst: 30, pairs: 'highest' };
const made = { ...moved, method: 'made' };
const alone = { ...moved, burst: 1 };
const C1 = kit.ratio('pair_time', moved, made);

const steps = kit.sweep('pairs', {
  prepare: () => kit.sh('guest/namespaces.sh', 30),
  reach: (pairs, previous) => kit.sh('guest/reach.sh', previous, pairs),
  measure: ({ level, treatment: { method, burst } }) => [
    pair.step(`${level}-${method}-${burst}`, Number(burst), (i) => [
      ...['/bin/sh', 'guest/pair.sh', `${method}`, `burst${i}`, `netknee-${i}`],
    ]),
    kit.sh('guest/clear.sh', 'burst', Number(burst)),
    barrier.step(30, 'sh', 'guest/pair.sh', `${method}`, 'traced0', 'netknee-0'),
    kit.sh('guest/clear.sh', 'traced', 1),
  ],
});

export default defineScenario({
  name: 'veth-move',
  title: 'Moving a veth end against making it there',
  question: 'How long does a burst of veth pairs take when their ends are moved, and why?',
  onlyByName: true,
  needs: { programs: ['ip'], modules: ['veth'], cpus: 1 },
  factors: [
    kit.state('pairs', 'veth pairs that exist', [0, 100, 300], { smoke: [0, 10] }),
    kit.treatment('method', 'how the far end comes there', ['moved', 'made']),
    kit.treatment('burst', 'pairs at once', [1, 10, 30]),
  ],
  metrics: [...pair.metrics, ...barrier.metrics],
  steps,
  passes: [kit.onKernels('veth pairs on other kernels', steps)],
  ...kit.conclusions(
    {
      claims: [
        vpcCni('C1', 'of 30 pairs at once, one whose end is moved takes longer than one made in place')
          .published('5 s against 0.75 s, p50 of CNI ADD')
          .holds(C1, kit.above(2)),
        vpcCni('C1r', 'a move waits in rcu_barrier: its share of one pair that is moved')
          .published('in __dev_change_net_namespace, under rtnl')
          .holds(kit.ratio(['barrier_time', 'pair_time'], alone), kit.above(0.5)),
        vpcCni('C1m', 'a pair made in place calls no rcu_barrier').holds(
          kit.cell('barrier_time_calls', { method: 'made' }),
          kit.below(0.5),
        ),
        vpcCni('C1s', 'moves wait for one another: one of 30 at once over one alone').holds(
          kit.ratio('pair_time', moved, alone),
          kit.above(5),
        ),
        vpcCni('C1a', 'one of 30 pairs at once, moved')
          .published('5 s')
          .absolute(kit.cell('pair_time', moved)),
      ],
      tables: [
        kit.table('barrier', 'rcu_barrier', ['barrier_time', 'barrier_time_calls'], 'pairs', ['method']),
      ],
    },
    kit.staysFlat('pair_time', 'pairs', { method: 'moved', burst: 30 }, { id: 'N1' }),
    kit.staysFlat('pair_time', 'pairs', { method: 'made', burst: 30 }, { id: 'N2' }),
  ),
  sweeps: [
    kit.byKernel('moved-on-kernels', 'Moved over made, 30 at once', C1, { reproduced: 2, fixed: 1.2 }),
  ],
  answer: {
    headline: {
      claims: ['C1', 'C1r', 'C1m'],
      reproduced:
        'A veth end that is moved into a namespace waits for rcu_barrier under rtnl; one made there does not.',
      contradicted:
        'In a burst a moved veth end does not take twice as long as one made there, on every kernel.',
      inconclusive: 'This run does not tell moved veth ends from those made in place.',
    },
    fixes: [
      { what: 'ip link add … type veth peer name … netns …', since: 'Linux 2.6.33', price: 'none seen' },
    ],
  },
  check: {
    facts: [kit.kernelRelease],
    cause: { fact: 'kernel', what: 'rcu_barrier at every move', within: [{ from: '3.7' }] },
    law: { cell: 'pair_time', where: { ...moved, pairs: 300 } },
    words: {
      each: 'one veth pair whose end is moved, of 30 made at once,',
      harm: 'whoever moves veth ends into namespaces waits for rcu_barrier each time, and others wait for them',
    },
  },
});
