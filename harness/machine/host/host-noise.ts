/**
 * What on the host disturbs a guest: read before a trial and after it, from /proc and /sys. Pure but for
 * `readHostState`.
 */
import { readdir, readFile } from 'node:fs/promises';

/** One look at the host. Times in jiffies since boot, over all CPUs. */
export interface HostState {
  busy: number;
  idle: number;
  steal: number;
  /** Of this process and all it started. */
  own: number;
  load1: number;
  availableMb: number;
  /** Different ones of all CPUs; empty where the kernel does not scale frequencies. */
  governors: string[];
  /** `on`, `off`, or `unknown`. */
  turbo: string;
  /** Times that CPUs were throttled for heat since boot. */
  throttled: number;
  /** QEMU processes that this process did not start. */
  otherQemus: number;
}

/** What passed between two looks. */
export interface HostNoise {
  /** Share of all CPUs' time that others used. */
  foreign: number;
  /** Share of all CPUs' time that a hypervisor below took. */
  steal: number;
  throttled: number;
  before: HostState;
  after: HostState;
}

/** Beyond these a trial on the wall clock is doubtful. */
export const NOISE_LIMITS = { foreign: 0.2, steal: 0.05, throttled: 0, spareMb: 256 };

export function noiseBetween(before: HostState, after: HostState): HostNoise {
  const passed = (name: 'busy' | 'idle' | 'steal' | 'own' | 'throttled') =>
    Math.max(0, after[name] - before[name]);
  const total = passed('busy') + passed('idle') + passed('steal');
  const share = (jiffies: number) => (total === 0 ? 0 : Math.max(0, jiffies) / total);
  return {
    foreign: share(passed('busy') - passed('own')),
    steal: share(passed('steal')),
    throttled: passed('throttled'),
    before,
    after,
  };
}

/** What of it is beyond the limits, for people; `guestMb` is the memory of the guest. */
export function noiseReasons({ foreign, steal, throttled, before }: HostNoise, guestMb: number): string[] {
  const percent = (value: number) => `${Math.round(value * 100)} %`;
  return [
    ...(foreign > NOISE_LIMITS.foreign
      ? [`other processes used ${percent(foreign)} of the CPUs (limit ${percent(NOISE_LIMITS.foreign)})`]
      : []),
    ...(steal > NOISE_LIMITS.steal
      ? [`a hypervisor took ${percent(steal)} of the CPUs (limit ${percent(NOISE_LIMITS.steal)})`]
      : []),
    ...(throttled > NOISE_LIMITS.throttled ? [`CPUs were throttled for heat ${throttled} times`] : []),
    ...(before.availableMb < guestMb + NOISE_LIMITS.spareMb
      ? [`${before.availableMb} MB of memory were free for a guest of ${guestMb} MB`]
      : []),
  ];
}

/** For the trial's record: every number that was looked at. */
export function noiseFacts({ foreign, steal, throttled, before, after }: HostNoise): Record<string, string> {
  return {
    foreignCpu: foreign.toFixed(3),
    steal: steal.toFixed(3),
    load: `${before.load1} ${after.load1}`,
    availableMb: `${before.availableMb} ${after.availableMb}`,
    governors: before.governors.join(' ') || 'unknown',
    turbo: before.turbo,
    throttled: String(throttled),
    otherQemus: `${before.otherQemus} ${after.otherQemus}`,
  };
}

/** What the kernel says, as texts; `undefined` for what it does not have. */
export interface HostFiles {
  stat: string;
  loadavg: string;
  meminfo: string;
  governors: string[];
  noTurbo: string | undefined;
  boost: string | undefined;
  throttleCounts: string[];
  /** /proc/PID/stat of every process. */
  processes: string[];
  /** Pids of processes that are ours though another process started them. */
  adopted?: number[];
}

export function parseHostState(files: HostFiles, self: number): HostState {
  const [user, nice, system, idle, iowait, irq, softirq, steal] = numbersOf(files.stat, /^cpu +(.*)$/m);
  const processes = files.processes.flatMap(parseProcess);
  const ours = descendants(processes, [self, ...(files.adopted ?? [])]);
  return {
    busy: user! + nice! + system! + irq! + softirq!,
    idle: idle! + iowait!,
    steal: steal!,
    own: processes.filter(({ pid }) => ours.has(pid)).reduce((sum, { jiffies }) => sum + jiffies, 0),
    load1: Number(files.loadavg.split(' ')[0]),
    availableMb: Math.round(numbersOf(files.meminfo, /^MemAvailable: +(\d+)/m)[0]! / 1024),
    governors: [...new Set(files.governors.map((text) => text.trim()))].sort(),
    turbo: turboOf(files),
    throttled: files.throttleCounts.reduce((sum, text) => sum + Number(text.trim()), 0),
    otherQemus: processes.filter(({ pid, name }) => /^qemu-system/.test(name) && !ours.has(pid)).length,
  };
}

function numbersOf(text: string, line: RegExp): number[] {
  const found = line.exec(text)?.[1];
  if (found === undefined) throw new Error(`no line ${line} in "${text.slice(0, 80)}"`);
  return found.trim().split(/\s+/).map(Number);
}

function turboOf({ noTurbo, boost }: Pick<HostFiles, 'noTurbo' | 'boost'>): string {
  if (noTurbo !== undefined) return noTurbo.trim() === '0' ? 'on' : 'off';
  if (boost !== undefined) return boost.trim() === '1' ? 'on' : 'off';
  return 'unknown';
}

interface Process {
  pid: number;
  parent: number;
  name: string;
  /** Its own and those of its children that ended. */
  jiffies: number;
}

/** A process's name may hold blanks and brackets: it ends at the last bracket. */
function parseProcess(stat: string): Process[] {
  const [, pid, name, rest] = /^(\d+) \((.*)\) (.*)$/s.exec(stat) ?? [];
  if (pid === undefined) return [];
  const fields = rest!.split(' ');
  const jiffies = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return [{ pid: Number(pid), name: name!, parent: Number(fields[1]), jiffies }];
}

function descendants(processes: readonly Process[], roots: number[]): Set<number> {
  const found = new Set(roots);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { pid, parent } of processes) if (found.has(parent)) found.add(pid);
  }
  return found;
}

/**
 * One look. What a kernel lacks is left out; a process that ends while it is read is not there.
 * @param mark a word of the command line of guests that a daemon started for us: they are no noise
 */
export async function readHostState(mark?: string): Promise<HostState> {
  const maybe = (path: string) => readFile(path, 'utf8').catch(() => undefined);
  const CPUS = '/sys/devices/system/cpu';
  const cpus = (await readdir(CPUS).catch(() => [])).filter((name) => /^cpu\d+$/.test(name));
  const ofCpus = async (file: string) =>
    (await Promise.all(cpus.map((cpu) => maybe(`${CPUS}/${cpu}/${file}`)))).filter(
      (text) => text !== undefined,
    );
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(pids.map((pid) => maybe(`/proc/${pid}/stat`)));
  const disturbed = async (pid: string) =>
    mark !== undefined && (await maybe(`/proc/${pid}/cmdline`))?.includes(mark) === true;
  const adopted = await Promise.all(pids.map(async (pid) => ((await disturbed(pid)) ? [Number(pid)] : [])));
  return parseHostState(
    {
      stat: await readFile('/proc/stat', 'utf8'),
      loadavg: await readFile('/proc/loadavg', 'utf8'),
      meminfo: await readFile('/proc/meminfo', 'utf8'),
      governors: await ofCpus('cpufreq/scaling_governor'),
      noTurbo: await maybe(`${CPUS}/intel_pstate/no_turbo`),
      boost: await maybe(`${CPUS}/cpufreq/boost`),
      throttleCounts: await ofCpus('thermal_throttle/core_throttle_count'),
      processes: processes.filter((text) => text !== undefined),
      adopted: adopted.flat(),
    },
    process.pid,
  );
}
