import type { ScenarioCheck } from '../../harness/index.js';

const estimating = 'net.ipv4.vs.run_estimation';

export const check: ScenarioCheck = {
  facts: [
    { name: 'kernel', title: 'Linux', from: { read: 'kernel' } },
    {
      name: 'rules',
      title: 'IPVS rules',
      // Three lines of titles; a line a service, a line a destination: each has an estimator. Every network namespace has a timer.
      from: { read: 'lines', file: '/proc/net/ip_vs', skip: 3, absent: 'the module ip_vs is not loaded' },
    },
    { name: 'threads', title: 'net.ipv4.vs.est_nice', from: { read: 'sysctl', key: 'net.ipv4.vs.est_nice' } },
    { name: 'estimation', title: estimating, from: { read: 'sysctl', key: estimating } },
    {
      name: 'livepatch',
      title: 'livepatch of estimation_timer',
      from: { read: 'livepatched', function: 'estimation_timer' },
    },
  ],
  cause: {
    fact: 'kernel',
    what: 'estimation_timer, which sums over every possible CPU,',
    within: [{ from: '2.6.39', before: '6.2' }],
  },
  unless: [
    { fact: 'threads', is: 'there', because: 'kernel threads estimate here: net.ipv4.vs.est_nice is there' },
    { fact: 'estimation', is: 0, because: `${estimating} is 0: nothing is estimated, and rates stand still` },
    { fact: 'livepatch', is: 'there', because: 'a livepatch replaces estimation_timer' },
  ],
  amount: 'rules',
  law: { prediction: 'timer-cost' },
  // Far beyond the 2 ms after which the kernel hands softirqs to a thread.
  matters: { above: 10e6 },
  words: {
    each: 'one run of estimation_timer',
    rhythm: 'every 2 s',
    harm: 'packets that need the CPU of estimation_timer wait for it, 10 ms and more',
  },
  measure: { function: 'estimation_timer', restNs: 2e9 },
};
