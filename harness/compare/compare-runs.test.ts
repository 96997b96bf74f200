import assert from 'node:assert/strict';
import { type MadeCell, rowsOf } from '../cells/rows.testing.js';
import { documentMarkdown } from '../document/document-markdown.js';
import { SUMMARY_LINES } from '../document/few-lines.js';
import { manifest, netnsCreate } from '../report/fixtures/small-run.js';
import type { Manifest } from '../types.js';
import { compareDocument } from './compare-document.js';
import { compareJson } from './compare-json.js';
import { compareJunit } from './compare-junit.js';
import { type CompareOptions, compareRuns } from './compare-runs.js';
import { compareSummary } from './compare-summary.js';
import { compareTable } from './compare-table.js';
import { compareVerdict } from './compare-verdict.js';

const cell = (boots: number[], more: Partial<MadeCell> = {}): MadeCell => ({
  scenario: 'netns-create',
  metric: 'create_latency',
  namespaces: 500,
  variant: 'upstream',
  boots,
  ...more,
});
const run = (name: string, ...cells: MadeCell[]) => ({
  manifest: { ...manifest, run: name, scenarios: [netnsCreate] },
  summary: rowsOf(...cells.map((one) => ({ ...one, run: name }))),
});
const options: CompareOptions = { threshold: 0.05, despite: [], clocks: ['instructions', 'wall'] };
const verdicts = (base: MadeCell[], next: MadeCell[], threshold = 0.05) =>
  compareRuns(run('base', ...base), run('next', ...next), { ...options, threshold }).cells.map(
    ({ verdict }) => verdict,
  );
const spread = (middle: number) => Array.from({ length: 10 }, (_, i) => middle * (1 + (i - 4.5) / 500));

describe('compareRuns', () => {
  it('calls a change of the instruction clock one when it is beyond the threshold and the boots lie apart', () => {
    const exact = (boots: number[]) => [cell(boots, { clock: 'instructions' })];
    assert.deepEqual(verdicts(exact([100, 101]), exact([110, 111])), ['regression']);
    assert.deepEqual(verdicts(exact([110, 111]), exact([100, 101])), ['improvement']);
    assert.deepEqual(verdicts(exact([100, 101]), exact([102, 103])), ['no change']);
    assert.deepEqual(verdicts(exact([100, 120]), exact([116, 121])), ['inconclusive']);
    assert.deepEqual(verdicts(exact([100, 101]), exact([103, 104]), 0.01), ['regression']);
  });

  it('wants significance and size on the wall clock', () => {
    assert.deepEqual(verdicts([cell(spread(100))], [cell(spread(120))]), ['regression']);
    assert.deepEqual(verdicts([cell(spread(100))], [cell(spread(102))]), ['no change']);
    assert.deepEqual(verdicts([cell(spread(100))], [cell(spread(103))], 0.01), ['regression']);
    // Thrice as slow, but three boots can't show it.
    assert.deepEqual(verdicts([cell([100, 101, 102])], [cell([300, 301, 302])]), ['inconclusive']);
  });

  it('says how many boots a change needs when there are too few to show one', () => {
    const { cells } = compareRuns(run('a', cell([100, 101, 102])), run('b', cell([300, 301, 302])), options);
    assert.match(cells[0]!.reason!, /3 and 3 boots; a change needs 4 each/);
  });

  it('calls nothing equal that was only not shown to differ', () => {
    const wild = [50, 150, 60, 140, 70, 130, 80, 120, 90, 110];
    assert.deepEqual(verdicts([cell(wild)], [cell([...wild].reverse())]), ['inconclusive']);
  });

  it('reads the direction from the metric, and judges none without one', () => {
    const memory = (boots: number[]) => [
      cell(boots, { clock: 'instructions', metric: 'mem_free', unit: 'kB' }),
    ];
    assert.deepEqual(verdicts(memory([100, 101]), memory([80, 81])), ['regression']);
    const unknown = (boots: number[]) => [cell(boots, { clock: 'instructions', metric: 'count_of_things' })];
    assert.deepEqual(verdicts(unknown([100, 101]), unknown([200, 201])), ['not judged']);
  });

  it('judges what single packets decide on the wall clock alone', () => {
    const verdictIn = (clock: 'instructions' | 'wall', variant?: string) => {
      const nondeterministic = {
        ...netnsCreate,
        metrics: netnsCreate.metrics.map((metric) => ({
          ...metric,
          nondeterministic: variant === undefined ? (true as const) : { variant },
        })),
      };
      const [base, next] = [run('a', cell(spread(100), { clock })), run('b', cell(spread(150), { clock }))];
      next.manifest.scenarios = [nondeterministic];
      return compareRuns(base, next, options).cells[0]!.verdict;
    };
    assert.deepEqual([verdictIn('instructions'), verdictIn('wall')], ['not judged', 'regression']);
    assert.equal(verdictIn('instructions', 'upstream'), 'not judged');
    assert.equal(verdictIn('instructions', 'reverted'), 'regression');
  });

  it('finds a large change among any number of cells that do not change', () => {
    const quiet = (seed: number) =>
      Array.from({ length: 6 }, (_, i) => 100 + ((i * 7919 + seed * 104729) % 11));
    const cells = (shift: number, factor: number) => [
      cell(quiet(shift).map((value) => factor * value)),
      ...Array.from({ length: 100 }, (_, i) => cell(quiet(i + shift), { namespaces: i + 1000 })),
    ];
    const found = verdicts(cells(0, 1), cells(1000, 6));
    assert.equal(found.filter((verdict) => verdict === 'regression').length, 1);
  });

  it('finds no regression in hundreds of A/A cells', () => {
    const noise = (seed: number) =>
      Array.from({ length: 10 }, (_, i) => 100 + ((i * 7919 + seed * 104729) % 41));
    const cells = (shift: number) =>
      Array.from({ length: 200 }, (_, i) => cell(noise(i + shift), { namespaces: i }));
    const found = verdicts(cells(0), cells(1000));
    assert.equal(found.filter((verdict) => verdict === 'regression' || verdict === 'improvement').length, 0);
  });

  it('looks at the clocks asked for alone', () => {
    const clocks = [cell([100, 101], { clock: 'instructions' }), cell(spread(100))];
    const compared = compareRuns(run('a', ...clocks), run('b', ...clocks), {
      ...options,
      clocks: ['instructions'],
    });
    assert.deepEqual(
      compared.cells.map(({ next }) => next.clock),
      ['instructions'],
    );
  });

  it('names cells that only one run has', () => {
    const both = cell([1, 1], { clock: 'instructions' });
    const compared = compareRuns(run('a', both, { ...both, namespaces: 0 }), run('b', both), options);
    assert.deepEqual(
      [compared.leftOut.map(({ row, where }) => [row.factors.namespaces, where]), compared.cells.length],
      [[[0, 'only in base']], 1],
    );
    const other = compareRuns(run('a', both), run('b', both, { ...both, namespaces: 0 }), options);
    assert.deepEqual(
      other.leftOut.map(({ where }) => where),
      ['only in new'],
    );
  });

  it('notes another release of QEMU, which is comparable but for a constant of memory', () => {
    const [base, next] = [run('a'), run('b')];
    const versions = (one: string, other: string) => {
      base.manifest.host = { qemu: `QEMU emulator version ${one} (Debian 1)` };
      next.manifest.host = { qemu: `QEMU emulator version ${other} (Debian 2)` };
      return compareRuns(base, next, options).notes;
    };
    assert.match(versions('7.2.22', '10.0.13').join(), /QEMU 7\.2 in the first run, 10\.0 in the second/);
    assert.deepEqual(versions('7.2.22', '7.2.23'), []);
  });

  describe('refuses what is not comparable, and names it', () => {
    const other = (change: (copy: Manifest) => void) => {
      const copy = structuredClone({ ...manifest, run: 'other', scenarios: [netnsCreate] });
      change(copy);
      return { manifest: copy, summary: rowsOf(cell([1, 1], { clock: 'instructions', kernel: '6.12' })) };
    };
    const base = run('base', cell([1, 1], { clock: 'instructions' }));

    it('another accelerator', () => {
      const next = other((copy) => {
        for (const record of copy.trials) record.accelerator = 'kvm';
      });
      const compared = compareRuns(base, next, options);
      assert.deepEqual([...new Set(compared.refused.map(({ name }) => name))], ['accelerator']);
      assert.match(compared.refused[0]!.text, /tcg icount in the first run, kvm in the second/);
      assert.equal(compared.cells.length, 0);
    });

    it('another kernel, unless told; then its cells are matched without it', () => {
      const next = other((copy) => {
        for (const record of copy.trials) record.guest.kernel = '6.12.1';
      });
      assert.ok(compareRuns(base, next, options).refused.every(({ name }) => name === 'kernel'));
      const told = compareRuns(base, next, { ...options, despite: ['kernel'] });
      assert.deepEqual([told.refused.length, told.cells.length], [0, 1]);
      assert.ok(told.differences.length > 0);
    });

    it('other possible CPUs and another profile', () => {
      const next = other((copy) => {
        copy.plan.profile = 'paper';
        for (const trial of copy.plan.trials) trial.possibleCpus = 7;
      });
      const names = new Set(compareRuns(base, next, options).refused.map(({ name }) => name));
      assert.deepEqual([...names].sort(), ['possible-cpus', 'profile']);
    });
  });
});

describe('compareTable and compareDocument', () => {
  const compared = compareRuns(
    run('base', cell([100, 101], { clock: 'instructions' }), cell(spread(100))),
    run('next', cell([150, 151], { clock: 'instructions' }), cell(spread(100))),
    options,
  );

  it('shows worst first, with p on the wall clock alone', () => {
    assert.equal(compareTable(compared, 'instructions')!.rows[0]![0], 'regression');
    const titles = (clock: 'instructions' | 'wall') =>
      compareTable(compared, clock)!.columns.map(({ title }) => title);
    assert.ok(!titles('instructions').includes('p (adjusted)'));
    assert.ok(titles('wall').includes('p (adjusted)'));
    assert.equal(compareTable(compared, 'wall', ['regression']), null);
  });

  it('says in its first line whether it passed, and what is worst', () => {
    assert.match(compareVerdict(compared), /^FAIL: 1 of 2 judged cells slower than \d+ % \(worst 1\.50×, /);
    const same = compareRuns(run('base', cell(spread(100))), run('next', cell(spread(100))), options);
    assert.match(compareVerdict(same), /^PASS: none of 1 judged cells worse than/);
    const lacking = compareRuns(
      run('base', cell(spread(100)), cell([1, 1], { clock: 'instructions' })),
      run('next', cell(spread(100))),
      options,
    );
    assert.match(compareVerdict(lacking), /^FAIL: 1 cells that only one of the runs has; none of 1/);
    assert.match(compareVerdict(lacking, [lacking.leftOut[0]!.row.metric]), /^PASS/);
  });

  it('lists changed cells alone, and counts the rest', () => {
    const page = documentMarkdown(compareDocument(compared));
    assert.match(page, /\*\*FAIL: 1 of 2/);
    assert.match(page, /\| regression \|/);
    assert.doesNotMatch(page, /\| no change \|/);
  });

  it('is for programs what it is for people', () => {
    const { verdict, judged, changed, line } = JSON.parse(JSON.stringify(compareJson(compared, [])));
    assert.deepEqual([verdict, judged, changed.length, line], ['fail', 2, 1, compareVerdict(compared)]);
    assert.deepEqual([changed[0].verdict, changed[0].base, changed[0].median], ['regression', 100.5, 150.5]);
  });

  it('fails a test case of JUnit for a regression, and no other', () => {
    const xml = compareJunit(compared, []);
    assert.match(xml, /<testsuites name="FAIL: 1 of 2[^"]*" tests="2" failures="1" errors="0" skipped="0">/);
    assert.match(xml, /<failure message="[^"]*1\.50[^"]*" type="regression"\/>/);
  });

  it('comes first in a summary of at most 60 lines, with a link', () => {
    const more = { without: [], run: 'run\n'.repeat(100), link: 'https://example.org/report.html' };
    const lines = compareSummary(compared, more).trimEnd().split('\n');
    assert.equal(lines.length, SUMMARY_LINES);
    assert.match(lines[0]!, /^## FAIL: 1 of 2/);
    assert.match(lines.join('\n'), /\[The whole report\]\(.*example\.org/);
    assert.match(lines.join('\n'), /\| regression \|[\s\S]*\nrun\n/);
    assert.equal(lines.at(-1), '(More in the report.)');
    const short = compareSummary(compared, { without: [] });
    assert.ok(short.split('\n').length < 20);
  });

  it('counts the verdicts', () => {
    assert.match(
      JSON.stringify(compareDocument(compared)),
      /1 regression, 0 improvement, 0 inconclusive, 1 no change/,
    );
  });
});
