import { defineScenario, kit } from '../../harness/index.js';

const RULES = 'filter_rules';
const connect = kit.openLoop('connect_latency', 'one connection and request', {
  ...{ kind: 'http', rate: 20, seconds: 2 },
});
const change = kit.spawnTime('change_time', 'adding one rule or element');
// The hash of a set has a random seed: its chains are longer in one boot than in another.
const nftWalk = kit.functionTime('walk_time', 'nft_do_chain', { nondeterministic: { method: 'set' } });
const legacyWalk = kit.functionTime('walk_time', 'ipt_do_table');
const ECHOES = kit.withServer('udp-probe', '--rate', '20', '--seconds', '1', '--warmup', '1');

/** In a chain and not of a set: two tabs, and none of the words that describe sets and chains. */
const NFT_RULE = '^\\t\\t(?!type|flags|size|timeout|gc-|policy|auto-|elem)\\S';
const NFT = '/usr/sbin/nft';
const CHANGES: Record<string, (address: string) => string[]> = {
  legacy: (address) => ['/usr/sbin/iptables-legacy', '-A', 'INPUT', '-s', address, '-j', 'DROP'],
  nft: (address) => ['/usr/sbin/iptables-nft', '-A', 'INPUT', '-s', address, '-j', 'DROP'],
  chain: (address) => [NFT, 'add', 'rule', 'ip', 'netknee', 'in', 'ip', 'saddr', address, 'drop'],
  set: (address) => [NFT, 'add', 'element', 'ip', 'netknee', 'refused', '{', address, '}'],
};

const P50 = 'connect_latency_p50';
const most = (method: string) => ({ method, [RULES]: 'highest' });
const CHAIN_OVER_SET = kit.ratio(P50, most('chain'), most('set'));
const PUBLISHED = '2 ms, 11 min, 5 h with 8, 40,000, 160,000 rules';
const community = kit.saidBy('kubernetes/community pull 692, 2017', PUBLISHED);

const steps = kit.sweep(RULES, {
  prepare: () => kit.sh('guest/veth.sh'),
  measure: ({ level, treatment: { method }, trial }) => [
    kit.sh('guest/rules.sh', `${method}`, level),
    connect.step(),
    (method === 'legacy' ? legacyWalk : nftWalk).step(20, ...ECHOES),
    change.step(`${level}-${method}`, trial.iterations, (i) => CHANGES[`${method}`]!(`203.0.113.${i}`)),
  ],
});

export default defineScenario({
  name: 'filter-rules',
  title: 'Connecting and rule changes by filter rules',
  question: 'How do connecting and changing one rule slow down with the rules, and does a set end both?',
  onlyByName: true,
  packages: ['nftables', 'iptables'],
  needs: { programs: ['nft', 'iptables', 'ip'], modules: ['nf_tables', 'ip_tables', 'veth'], cpus: 1 },
  factors: [
    kit.state(RULES, 'rules', [0, 1000, 4000, 10_000], { smoke: [0, 100], quick: { wall: [0, 4000] } }),
    kit.treatment('method', 'method', ['legacy', 'nft', 'chain', 'set']),
  ],
  metrics: [...connect.metrics, ...change.metrics, ...nftWalk.metrics],
  steps,
  passes: [kit.onKernels('filter rules on other kernels', steps)],
  ...kit.conclusions(
    kit.growsLinearly(P50, RULES, { method: 'legacy' }, { id: 'N1' }),
    kit.growsLinearly(P50, RULES, { method: 'nft' }, { id: 'N2' }),
    kit.growsLinearly(P50, RULES, { method: 'chain' }, { id: 'N3' }),
    kit.staysFlat(P50, RULES, { method: 'set' }, { id: 'N4' }),
    kit.ratioAtLeast(P50, RULES, { id: 'N5', over: most('chain'), under: most('set'), bound: 2 }),
    kit.staysFlat('change_time', RULES, { method: 'set' }, { id: 'N6' }),
    kit.staysFlat('change_time', RULES, { method: 'nft' }, { id: 'N7' }),
    {
      claims: [
        community('C2', 'iptables-legacy takes longer to add one rule, at least linearly').holds(
          kit.exponent('change_time', RULES, { method: 'legacy' }),
          kit.above(0.9),
        ),
        community('C2r', 'iptables-legacy adds one rule to many in ten times as long as to none').holds(
          kit.ratio('change_time', most('legacy'), { ...most('legacy'), [RULES]: 'lowest' }),
          kit.above(10),
        ),
      ],
      tables: [kit.table('walk', 'One walk of a packet through the rules', ['walk_time'], RULES, ['method'])],
    },
  ),
  sweeps: [
    kit.byKernel('chain-on-kernels', 'A chain over a set', CHAIN_OVER_SET, { reproduced: 2, fixed: 1.2 }),
  ],
  answer: {
    headline: {
      claims: ['N1', 'N4', 'N5', 'C2'],
      reproduced:
        'Every rule of a chain slows each new connection and each change of iptables; a set does neither.',
      contradicted: 'Rules are not what slows both connections and changes down here.',
      inconclusive: 'This run does not tell chains of rules from a set.',
    },
    fixes: [{ what: 'one nft rule with a set or a map', since: 'Linux 3.13', price: 'none seen' }],
  },
  check: {
    facts: [
      kit.printedLines(RULES, 'filter rules', [
        { module: 'nf_tables', command: ['nft', '-t', 'list', 'ruleset'], matching: NFT_RULE },
        { module: 'ip_tables', command: ['iptables-legacy-save'], matching: '^-A ' },
      ]),
    ],
    amount: RULES,
    law: { scaling: `${P50}-growth`, where: { method: 'nft' } },
    matters: { times: 2 },
    words: { each: 'a connection past all of them', harm: 'connections take twice their time and more' },
  },
});
