/** A packet at one step of its way. */
export interface PathEvent {
  /** Clock `mono`, to a microsecond. */
  timeNs: number;
  cpu: number;
  /** Command and process number of what ran on the CPU: `ksoftirqd/0-14`. */
  process: string;
  /** Whether it ran in a softirq, whoever's time that was. */
  softirq: boolean;
  /** Kernel function, or tracepoint inside of one. */
  step: string;
  /** Address of the socket buffer; another packet's as soon as this one is freed. */
  buffer: string;
  /** Null where the step does not tell. */
  device: string | null;
}

/** One run of the function that was traced beside. */
export interface FunctionRun {
  cpu: number;
  startNs: number;
  endNs: number;
}

export interface PathTrace {
  events: PathEvent[];
  runs: FunctionRun[];
  /** Namespace of each device whose name is in one namespace only: `4026532473 netknee-probe`. */
  namespaces: Map<string, string>;
  /** Functions that this kernel lacks. */
  lacking: string[];
  /** Passes that probes missed, by probe; empty when none did. */
  missed: Record<string, number>;
}

const HEAD = /^# netknee: (\S+) (.*)$/;
const WRITTEN = /^# entries-in-buffer\/entries-written: (\d+)\/(\d+)/;
/** `udp-probe-185 [001] b.s2. 28.213999: ip_rcv: skb=0xff11 dev="nk-peer"`; the third flag is the context. */
const RECORD = /^\s*(\S.*-\d+)\s+\[(\d+)\] +..(.)\S* +(\d+)\.(\d{6}): (\w+): (.*)$/;
const BUFFER = /\bskb(?:addr)?=(?:0x)?([0-9a-f]+)/;
/** `dev=(fault)`: there was none. */
const DEVICE = /\bdev="?([^"\s(]+)/;

/**
 * Reads the output of packet-path.sh, and of packet-path-bpf.sh. A run that had no end in the trace is left out.
 * @throws on a line that is none of a trace, and when the trace lost events
 */
export function parsePacketPath(text: string): PathTrace {
  const trace: PathTrace = { events: [], runs: [], namespaces: new Map(), lacking: [], missed: {} };
  const entered = new Map<number, number>();
  for (const line of text.split('\n')) {
    const record = RECORD.exec(line);
    if (record !== null) readRecord(trace, record, entered);
    else if (line.startsWith('#')) readComment(trace, line);
    else if (line.trim() !== '') throw new Error(`not a line of a trace: ${JSON.stringify(line)}`);
  }
  // bpftrace prints what it has of one CPU, then of the next.
  trace.events.sort((a, b) => a.timeNs - b.timeNs);
  return trace;
}

function readRecord(trace: PathTrace, record: RegExpExecArray, entered: Map<number, number>): void {
  const [line, task, cpuText, context, seconds, micros, step, rest] = record as unknown as string[];
  const cpu = Number(cpuText);
  const timeNs = Number(seconds) * 1e9 + Number(micros) * 1e3;
  if (step === 'netknee_entry') {
    entered.set(cpu, timeNs);
  } else if (step === 'netknee_return') {
    const startNs = entered.get(cpu);
    if (startNs !== undefined) trace.runs.push({ cpu, startNs, endNs: timeNs });
    entered.delete(cpu);
  } else {
    const buffer = BUFFER.exec(rest!)?.[1];
    if (buffer === undefined) throw new Error(`no socket buffer in ${JSON.stringify(line)}`);
    const device = DEVICE.exec(rest!)?.[1] ?? null;
    const softirq = context === 's' || context === 'S';
    trace.events.push({ timeNs, cpu, process: task!.trim(), softirq, step: step!, buffer, device });
  }
}

function readComment(trace: PathTrace, line: string): void {
  const [, word, rest = ''] = HEAD.exec(line) ?? [];
  const [, inBuffer, written] = WRITTEN.exec(line) ?? [];
  if (inBuffer !== written) throw new Error(`the trace lost events: ${inBuffer} of ${written} are left`);
  if (word === 'no') trace.lacking.push(rest.replace(/^function /, ''));
  if (word === 'missed') {
    const [count = '', name = ''] = rest.split(' of ');
    trace.missed[name] = Number(count);
  }
  if (word === 'namespace') {
    const [inode = '', name = '', ...devices] = rest.trim().split(' ');
    for (const device of devices) {
      // Every namespace has an `lo`.
      if (trace.namespaces.has(device)) trace.namespaces.set(device, '-');
      else trace.namespaces.set(device, name === '-' ? inode : `${inode} ${name}`);
    }
  }
}
