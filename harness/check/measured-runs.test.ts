import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ScenarioCheck } from '../types.js';
import type { CheckResult } from './check-result.js';
import { measuredRuns, measuredWords, withMeasured } from './measured-runs.js';

const wanted = { function: 'estimation_timer', restNs: 2e9 };
/** Two runs 2 s apart, as the tracer prints them. */
const TRACE = [
  '    8.000000 |   0) @ 119049.3 us |  estimation_timer [ip_vs]();',
  '   10.120000 |   0) @ 121049.3 us |  estimation_timer [ip_vs]();',
  '',
].join('\n');
const check = { matters: { above: 10e6 }, words: { each: 'a run', harm: 'packets wait' } } as ScenarioCheck;
const result: CheckResult = {
  state: 'would be',
  headline: 'would be',
  because: ['a law', 'a version'],
  fixes: [],
};

describe('runs that were measured', () => {
  it('are those of the traced function, by this machine’s own clock', () => {
    const measured = measuredRuns(wanted, 10, TRACE);
    assert.ok(!('why' in measured));
    assert.deepEqual([measured.runs, measured.longestNs, measured.clock], [2, 121_049_300, 'wall']);
    assert.equal(
      measuredWords(measured),
      "measured for 10 s: estimation_timer ran 2 times, median 120 ms, longest 121 ms (this machine's own clock)",
    );
  });

  it('say why there are none', () => {
    const why = (trace: string) => measuredWords(measuredRuns(wanted, 5, trace));
    assert.match(why('# netknee: no function estimation_timer\n'), /this kernel has no such function now/);
    assert.match(why('CPU:0 [LOST 3 EVENTS]\n'), /the trace lost events/);
    assert.match(why('# tracer: function_graph\n'), /it did not run/);
  });

  it('stand beside the prediction, and affect a machine when they are too long', () => {
    const long = withMeasured(result, check, measuredRuns(wanted, 10, TRACE));
    assert.equal(long.state, 'affected');
    assert.deepEqual([long.because[0], long.because[2]], ['a law', 'a version']);
    const short = TRACE.replaceAll(/@ \d+\.3/g, '       0.3');
    assert.equal(withMeasured(result, check, measuredRuns(wanted, 10, short)).state, 'would be');
    const none = withMeasured(result, check, measuredRuns(wanted, 10, ''));
    assert.equal(none.state, 'would be');
    assert.match(none.because[1] ?? '', /did not run/);
  });

  it('reads what a guest printed', () => {
    const trace = readFileSync(new URL('../probes/fixtures/function-graph.txt', import.meta.url), 'utf8');
    assert.match(measuredWords(measuredRuns(wanted, 5, trace)), /the trace lost events/);
  });
});
