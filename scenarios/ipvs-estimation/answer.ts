import type { ScenarioAnswer } from '../../harness/index.js';

const RATES_STAND_STILL = 'rates of services stand still';

export const answer: ScenarioAnswer = {
  headline: {
    // That a run of the timer grows with the rules, that packets wait, that they wait on its CPU, and that they do not once it is
    // emptied or turned off.
    claims: ['B6s', 'B1e', 'B1c', 'B8p', 'B8', 'B8r'],
    reproduced:
      'Each run of estimation_timer holds the TIMER softirq of one CPU longer with every IPVS rule, and packets that need that CPU wait for it.',
    contradicted: 'estimation_timer is not what packets wait for here.',
    inconclusive: 'This run does not tell whether packets wait for estimation_timer.',
  },
  shows: [{ claim: 'B1c', says: 'p99 of packets to the timer’s CPU over p99 of those away from it' }],
  figure: 'timer-duration',
  finding: 'Every rule and every possible CPU prolong estimation_timer',
  table: 'timer-duration',
  fixes: [
    { what: 'estimation in kernel threads', since: 'Linux 6.2', price: '2 % of one CPU at 79,001 rules' },
    {
      what: 'sysctl net.ipv4.vs.run_estimation=0',
      since: 'a kernel between 5.10, which lacks the knob, and 6.1',
      price: RATES_STAND_STILL,
    },
    {
      what: 'a livepatch that empties estimation_timer',
      since: 'Linux 4.0, where the timer is there',
      price: RATES_STAND_STILL,
    },
  ],
};
