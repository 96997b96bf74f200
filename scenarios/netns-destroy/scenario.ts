import { defineScenario, kit } from '../../harness/index.js';

const N = 'deleted_namespaces';
const times = kit.printedTimes('let-go', {
  make_time: 'making all, each with a veth pair',
  idle_add_time: 'adding one while none is destroyed',
  busy_add_time: 'adding one while deleted ones are destroyed',
  gone_time: 'from the first deletion until all are gone',
});
const cleanup = kit.functionTime('cleanup_time', 'cleanup_net');
const kept = kit.memory();
/** More than these, one by one, would take as long again to be traced. */
const MOST_TRACED = 30;

const syzkaller = kit.saidBy('google/syzkaller issue 3369, 2022');
const lrun = kit.saidBy('quark-zju/lrun pull 32, 2019');
const together = { deletion: 'together', [N]: 'highest' };
const apart = { ...together, deletion: 'apart' };
const fewest = { ...together, [N]: 'lowest' };
const D1 = kit.ratio('gone_time', apart, together);
const CLEANUPS = 'cleanup_time_calls';

const steps = kit.sweep(N, {
  measure: ({ level, treatment: { deletion } }) => [
    times.step(level, `${deletion}`),
    kept.step(),
    ...(level > MOST_TRACED ? [] : [cleanup.step(120, 'let-go', `${level}`, `${deletion}`)]),
  ],
});

export default defineScenario({
  name: 'netns-destroy',
  title: 'Deleted namespaces until they are gone',
  question:
    'How long does it take until deleted namespaces are gone, and what does deleting them at once change?',
  onlyByName: true,
  needs: { programs: ['ip'], modules: ['veth'], cpus: 1 },
  factors: [
    kit.state(N, 'deleted namespaces', [10, 30, 100, 300], { smoke: [3, 10], quick: { wall: [10, 100] } }),
    kit.treatment('deletion', 'deletion', ['apart', 'together']),
  ],
  metrics: [...times.metrics, ...cleanup.metrics, ...kept.metrics],
  steps,
  passes: [kit.onKernels('deleted namespaces on other kernels', steps)],
  ...kit.conclusions(kit.growsLinearly('gone_time', N, { deletion: 'apart' }, { id: 'D0' }), {
    claims: [
      lrun('D1', 'deleted one by one, namespaces take five times as long until all are gone')
        .published('batching helps')
        .holds(D1, kit.above(5)),
      lrun('D2', 'one by one, destroying takes longer than making')
        .published('destruction is slower than creation')
        .holds(kit.ratio(['gone_time', 'make_time'], apart), kit.above(1)),
      lrun('D3', 'at once, destroying takes longer than making')
        .published('destruction is slower than creation')
        .holds(kit.ratio(['gone_time', 'make_time'], together), kit.above(1)),
      syzkaller('D4', 'adding one takes twice as long while others are destroyed')
        .published('creation and destruction are serialised')
        .holds(kit.ratio(['busy_add_time', 'idle_add_time'], together), kit.above(2)),
      lrun('D5', 'memory is back once they are gone: available after the most over after the fewest').holds(
        kit.ratio('mem_available', together, fewest),
        kit.between(0.95, 1.05),
      ),
      lrun('D6', 'one by one, the kernel cleans up at least three times as often').holds(
        kit.ratio(
          CLEANUPS,
          { deletion: 'apart', [N]: MOST_TRACED },
          { deletion: 'together', [N]: MOST_TRACED },
        ),
        kit.above(3),
      ),
    ],
    tables: [kit.table('cleanup', 'Runs of cleanup_net', [CLEANUPS, 'cleanup_time'], N, ['deletion'])],
  }),
  sweeps: [kit.byKernel('batching', 'One by one over at once', D1, { reproduced: 5, fixed: 1.5 })],
  answer: {
    headline: {
      claims: ['D1', 'D6', 'D0'],
      reproduced: 'Each run of cleanup_net waits for the kernel, whether for one namespace or for hundreds.',
      contradicted: 'Namespaces deleted at once are not gone five times sooner here than one by one.',
      inconclusive: 'This run does not tell namespaces deleted one by one from those deleted at once.',
    },
    fixes: [{ what: 'deleting namespaces at once', since: 'Linux 2.6.35', price: 'memory until then' }],
  },
  check: {
    facts: [
      kit.kernelRelease,
      kit.folderEntries(N, 'named network namespaces', '/run/netns', 'none was made'),
    ],
    amount: N,
    law: { scaling: 'gone_time-growth', where: { deletion: 'apart' } },
    // What systemd and container engines give a service to stop is 10 s and more.
    matters: { above: 10e9 },
    words: { each: 'deleting them one by one', harm: 'to delete all of them one by one takes 10 s and more' },
  },
});
