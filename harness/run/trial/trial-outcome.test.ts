import assert from 'node:assert/strict';
import { INSTALLED_MACHINE } from '../../design/installed-machine.js';
import type { Pass, Trial } from '../../types.js';
import { tiny, tinyPlan } from '../tiny.testing.js';
import { type TrialEvidence, trialOutcome } from './trial-outcome.js';

const trial = tinyPlan().trials[0] as Trial;
const steps = tiny.steps(trial);
const [, FIRST, SECOND] = steps.map(({ id }) => id) as [string, string, string];

/** A trial in which all went well, but for what is said. */
const seen = ({
  recording,
  ...more
}: Partial<Omit<TrialEvidence, 'recording'>> & {
  recording?: Partial<TrialEvidence['recording']>;
}): TrialEvidence => ({
  trial,
  pass: undefined,
  steps,
  recording: {
    due: new Set(),
    problems: [],
    doubts: [],
    observations: [],
    kernelLog: '[    0.000000] Linux version 6.1.0\n',
    result: 'complete',
    ...recording,
  },
  end: { trouble: [] },
  disturbed: [],
  interrupted: false,
  ...more,
});
const outcome = (more: Parameters<typeof seen>[0]) => {
  const { status, reasons } = trialOutcome(seen(more));
  return [status, ...reasons];
};

describe('trialOutcome', () => {
  it('is done when nothing speaks against it', () => {
    assert.deepEqual(trialOutcome(seen({})), { status: 'done', reasons: [], measurements: [] });
  });

  it('is disturbed by its console, its kernel, a step’s doubt and the host, each kind said once', () => {
    assert.deepEqual(
      outcome({
        end: { trouble: ['soft lockup: CPU#0'] },
        recording: {
          kernelLog: '[    9.000000] watchdog: BUG: soft lockup - CPU#0 stuck for 22s!\n',
          doubts: [{ step: FIRST, message: 'two clocks differ' }],
        },
        disturbed: ['others used 40 % of the CPUs'],
      }),
      [
        'disturbed',
        'soft lockup: CPU#0',
        "kernel log: it was longer than the kernel's buffer, and its beginning is lost",
        `step ${FIRST}: two clocks differ`,
        'noise: others used 40 % of the CPUs',
      ],
    );
  });

  it('expects no beginning of the log of a machine that it did not boot', () => {
    const recording = { kernelLog: '[  812.000000] eth0: link up\n' };
    assert.equal(outcome({ recording })[0], 'disturbed');
    assert.deepEqual(outcome({ recording, trial: INSTALLED_MACHINE }), ['done']);
  });

  it('failed when a step did, when an end is missing, and when the bundle stopped', () => {
    const problems = [{ step: SECOND, message: 'exit 3' }];
    assert.deepEqual(outcome({ recording: { problems } }), ['failed', `step ${SECOND}: exit 3`]);
    assert.deepEqual(outcome({ recording: { due: new Set([FIRST, SECOND]) } }), [
      'failed',
      `no end of steps ${FIRST}, ${SECOND}`,
    ]);
    assert.deepEqual(outcome({ recording: { result: undefined, due: new Set([SECOND]) } }), [
      'failed',
      'bundle without a last record',
    ]);
  });

  it('takes a machine that ended early for the reason of all that is missing, and gives its remedy', () => {
    const end = { problem: 'QEMU was ended by SIGKILL', remedy: 'free memory', trouble: ['oom: killed'] };
    const { status, reasons, remedy } = trialOutcome(
      seen({ end, recording: { result: undefined, due: new Set([SECOND]) } }),
    );
    assert.deepEqual(
      [status, reasons, remedy],
      ['failed', ['QEMU was ended by SIGKILL', 'oom: killed'], 'free memory'],
    );
  });

  describe('where the guest may die', () => {
    const crashExpected = (level: number) => [
      { metric: 'latency', iteration: 0, value: level, factors: { variant: 'a' } },
    ];
    const dead = {
      pass: { crashExpected } as unknown as Pass,
      end: { problem: 'the guest rebooted', remedy: 'more memory', trouble: ['oom: killed'] },
      recording: { result: undefined, due: new Set([SECOND]) },
    };

    it('did what it was asked for, and its console disturbs nothing', () => {
      assert.deepEqual(trialOutcome(seen(dead)), {
        status: 'done',
        reasons: [
          'the guest died after level 0, as may be in this pass',
          'the guest rebooted',
          'oom: killed',
        ],
        measurements: crashExpected(0),
      });
    });

    it('is disturbed by its host all the same', () => {
      assert.equal(outcome({ ...dead, disturbed: ['the host swapped'] })[0], 'disturbed');
    });

    it('failed when it was interrupted, or died before it reached a level', () => {
      assert.equal(outcome({ ...dead, interrupted: true })[0], 'failed');
      const { status, remedy, measurements } = trialOutcome(
        seen({ ...dead, recording: { result: undefined, due: new Set([FIRST, SECOND]) } }),
      );
      assert.deepEqual([status, remedy, measurements], ['failed', 'more memory', []]);
    });
  });
});
