import { csvRows, integerOf } from './csv-rows.js';

/** One command of a schedule. */
export interface ScheduledSpawn {
  label: string;
  iteration: number;
  /** The first word is the path, executed as it stands. */
  argv: readonly string[];
}

export interface SpawnRow {
  sequence: number;
  label: string;
  iteration: number;
  /** Entries of the counted folder when the command before had ended, at first before any; null without `--count-dir`. */
  count: number | null;
  startNs: number;
  durationNs: number;
  /** Exit code, 128 + signal (137: over the deadline), or 127: not started. */
  exit: number;
  /** Processor time of the command and the children it waited for, outside the kernel. */
  userUs: number;
  /** The same, inside the kernel. */
  systemUs: number;
  minorFaults: number;
  majorFaults: number;
  maxRssKb: number;
}

export interface SpawnLatency {
  label: string;
  iteration: number;
  count: number | null;
  latencyNs: number;
  userUs: number;
  systemUs: number;
}

const COLUMNS = [
  'sequence',
  'label',
  'iteration',
  'count',
  'start_ns',
  'duration_ns',
  'exit',
  'user_us',
  'system_us',
  'minor_faults',
  'major_faults',
  'max_rss_kb',
] as const;

/** The text of a SCHEDULE file. Throws for what its lines cannot carry. */
export function schedule(spawns: readonly ScheduledSpawn[]): string {
  return spawns.map((spawn) => `${scheduleLine(spawn)}\n`).join('');
}

function scheduleLine({ label, iteration, argv }: ScheduledSpawn): string {
  if (label === '' || /[,"\r]/.test(label)) {
    throw new RangeError(`label is empty or has a comma, quote or return: ${JSON.stringify(label)}`);
  }
  if (!Number.isInteger(iteration) || iteration < 0 || iteration > 0xffffffff) {
    throw new RangeError(`iteration of ${label} is ${iteration}`);
  }
  if (argv[0] === undefined || argv[0] === '') throw new RangeError(`${label} has no path to execute`);
  for (const word of [label, ...argv]) {
    if (/[\t\n\0]/.test(word)) {
      throw new RangeError(`a word of ${label} has a tab, newline or NUL: ${JSON.stringify(word)}`);
    }
  }
  return [label, iteration, ...argv].join('\t');
}

/** Reads what `spawn-time` prints. The rows may hold failures: see {@link latencies}. */
export function parseSpawnTime(stdout: string): SpawnRow[] {
  return csvRows(stdout, COLUMNS).map((row, i) => {
    const number = (column: (typeof COLUMNS)[number]) => integerOf(row[column], `${column} of row ${i}`);
    if (number('sequence') !== i) throw new Error(`row ${i} has sequence ${row.sequence}`);
    return {
      sequence: i,
      label: row.label,
      iteration: number('iteration'),
      count: row.count === '' ? null : number('count'),
      startNs: number('start_ns'),
      durationNs: number('duration_ns'),
      exit: number('exit'),
      userUs: number('user_us'),
      systemUs: number('system_us'),
      minorFaults: number('minor_faults'),
      majorFaults: number('major_faults'),
      maxRssKb: number('max_rss_kb'),
    };
  });
}

/** A command that failed often fails fast, so one failed row makes the whole sample unfit: it throws. */
export function latencies(rows: readonly SpawnRow[]): SpawnLatency[] {
  const failed = rows.filter((row) => row.exit !== 0);
  if (failed.length > 0) {
    const named = failed.slice(0, 5).map((row) => `${row.label} iteration ${row.iteration} exit ${row.exit}`);
    throw new Error(
      `${failed.length} of ${rows.length} commands failed and have no latency: ${named.join('; ')}`,
    );
  }
  return rows.map(({ label, iteration, count, durationNs, userUs, systemUs }) => ({
    label,
    iteration,
    count,
    latencyNs: durationNs,
    userUs,
    systemUs,
  }));
}
