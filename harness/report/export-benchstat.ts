import { applyingFactors } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import type { FactorName, Manifest, Unit } from '../types.js';
import { levelPath, wordOf } from './export-names.js';

/** In the name of a benchmark; the clock is told by a configuration line. */
const inName = (row: SummaryRow): FactorName[] => applyingFactors(row).filter((name) => name !== 'clock');

/** Units that benchstat knows, and how many of them one of ours is. */
const UNITS: Record<Unit, { unit: string; times: number }> = {
  ns: { unit: 'ns/op', times: 1 },
  kB: { unit: 'B', times: 1024 },
  count: { unit: 'count', times: 1 },
  share: { unit: 'share', times: 1 },
  ratio: { unit: 'ratio', times: 1 },
};

/**
 * All cells in the Go benchmark format, a line per boot with the boot's median, so that `benchstat old new` compares
 * two runs by boots. What stands in configuration lines parts benchstat's tables, so only what makes numbers
 * incomparable is there: the scenario (`pkg`), the clock, and for the wall clock the host's processor. The run, its
 * seed and commit are comments. Source: design document 14313 of the Go project.
 */
export function benchstatText(manifest: Manifest, summary: readonly SummaryRow[]): string {
  const { run, netknee, plan } = manifest;
  const lines = [
    `# ${line(`netknee ${netknee.version}, commit ${netknee.commit}, run ${run}, profile ${plan.profile}, seed ${plan.seed}`)}`,
  ];
  let last = '';
  for (const row of summary) {
    const configuration = configurationOf(row, manifest).join('\n');
    if (configuration !== last) lines.push('', configuration, '');
    last = configuration;
    const { unit, times } = UNITS[row.unit];
    const name = benchmarkName(row);
    for (const { median, values } of row.samples) {
      lines.push(`${name} ${values.length} ${median * times} ${unit}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** `cpu` without a value takes back the one of the clock before. */
function configurationOf({ scenario, clock }: SummaryRow, { host }: Manifest): string[] {
  const cpu = clock === 'wall' ? ` ${line(host.cpu ?? 'unknown')}` : '';
  return [`pkg: ${line(scenario)}`, `clock: ${clock}`, `cpu:${cpu}`];
}

/**
 * `BenchmarkNetnsCreate/kernel=6.1/variant=stock/metric=create_latency`. A number after the last dash of a name would
 * be read as the number of processors, so none stands there.
 */
function benchmarkName(row: SummaryRow): string {
  const scenario = wordOf(row.scenario)
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  const metric = wordOf(row.metric).replace(/-(\d+)$/, '_$1');
  return `Benchmark${scenario}/${levelPath(row, inName(row))}/metric=${metric}`;
}

/** The text on one line. */
function line(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}
