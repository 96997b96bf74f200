import { defineScenario, kit } from '../../harness/index.js';

const N = 'entries';
const SYSCTL = 'net.netfilter.nf_conntrack';
const connect = kit.openLoop('connect_latency', 'one connection and request', {
  ...{ kind: 'http', rate: 20, seconds: 2, lost: 'measured' },
});
// The seed of its hash is random: so is the bucket, and what else stands there.
const lookup = kit.functionTime('lookup_time', 'nf_conntrack_in', { nondeterministic: true });
const REQUESTS = kit.withServer('tcp-probe', '--http', '--no-wait', '--rate', '20', '--seconds', '1');

const crowbar = kit.saidBy('crowbar/crowbar-openstack pull 849');
const nixos = kit.saidBy('NixOS/nixpkgs issue 12987');
const own = kit.saidBy('this harness');
const P50 = 'connect_latency_p50';
const LOST = 'connect_latency_lost_share';
/** 16 entries, which is 32 nodes of chains, in each of 512 buckets: what every kernel still takes. */
const crowded = { table: 'few', [N]: 8192 };
const spread = { ...crowded, table: 'many' };

const steps = kit.sweep(N, {
  prepare: () => [kit.sh('guest/veth.sh'), kit.sh('guest/prepare.sh')],
  reach: (entries, previous) => kit.sh('guest/reach.sh', previous, entries),
  measure: ({ treatment: { table } }) => [
    kit.sh('guest/table.sh', `${table}`),
    connect.step(),
    kit.sh('guest/table.sh', `${table}`),
    lookup.step(60, ...REQUESTS),
  ],
});

export default defineScenario({
  name: 'conntrack-buckets',
  title: 'New connections by entries of conntrack',
  question: 'What does a new connection cost when entries crowd few buckets, or the table is full?',
  onlyByName: true,
  packages: ['nftables', 'conntrack'],
  needs: { programs: ['nft', 'conntrack'], modules: ['nf_conntrack_netlink', 'veth'], cpus: 1 },
  factors: [
    kit.state(N, 'entries', [0, 8192, 32_768], { smoke: [0, 512], quick: { wall: [0, 8192] } }),
    kit.treatment('table', 'table', ['many', 'few', 'full']),
  ],
  watches: [
    {
      name: 'conntrack-sysctls',
      command: 'sysctl -e net.netfilter.nf_conntrack_buckets net.netfilter.nf_conntrack_max || :',
      restore: 'sysctl -e -p -',
    },
  ],
  metrics: [...connect.metrics, ...lookup.metrics],
  steps,
  passes: [kit.onKernels('crowded buckets on other kernels', steps)],
  ...kit.conclusions(
    {
      claims: [
        nixos('K3', 'a table full of connections drops new ones: share of requests that are lost')
          .published('nf_conntrack: table full, dropping packet')
          .holds(kit.cell(LOST, { table: 'full', [N]: 'highest' }), kit.above(0.9)),
        crowbar('K2', 'a packet takes longer in nf_conntrack_in with 16 entries a bucket than with an eighth')
          .published('long chains cost every packet')
          .holds(kit.ratio('lookup_time', crowded, spread), kit.above(1.1)),
        crowbar('K1', 'a request takes longer with 16 entries a bucket than with an eighth').holds(
          kit.ratio(P50, crowded, spread),
          kit.above(1.05),
        ),
        own('K4', 'with 64 entries a bucket new connections are refused: share of requests that are lost')
          .published('refused since Linux 5.15, by its source')
          .holds(kit.cell(LOST, { table: 'few', [N]: 32_768 }), kit.above(0.9)),
      ],
      tables: [kit.table('lost', 'Requests that are lost', [LOST, 'lookup_time'], N, ['table'])],
    },
    kit.staysFlat(P50, N, { table: 'many' }, { id: 'N1' }),
  ),
  answer: {
    headline: {
      claims: ['K3', 'K2'],
      reproduced: 'A full table drops new connections, and entries that crowd few buckets slow every packet.',
      contradicted: 'Entries that crowd few buckets do not slow packets here, or a full table drops none.',
      inconclusive: 'This run does not tell what crowded buckets and a full table cost.',
    },
    fixes: [{ what: 'a bucket for every entry or two', since: 'Linux 2.6.14', price: '8 bytes each' }],
  },
  check: {
    facts: [
      kit.setting('count', `${SYSCTL}_count`, { title: 'tracked connections', absent: 'nothing is tracked' }),
      kit.setting('max', `${SYSCTL}_max`),
      kit.setting('buckets', `${SYSCTL}_buckets`),
    ],
    unless: [{ fact: 'max', is: 0, because: `${SYSCTL}_max is 0: there is no limit` }],
    amount: 'count',
    matters: {
      limits: [
        { fact: 'max', times: 0.95, because: 'a full table drops new ones' },
        { fact: 'buckets', times: 64, within: [{ from: '5.15' }], because: 'new ones are refused' },
      ],
    },
    words: { each: 'a new connection', harm: 'new connections are dropped, or are about to be' },
  },
});
