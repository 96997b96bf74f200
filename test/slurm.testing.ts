import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { cpus, hostname, totalmem, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';

export const SLURM_PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'sinfo'];

/** A cluster of one node: this machine, on loopback, for this user, with files in one folder. */
export interface Cluster {
  env: Record<string, string>;
  /** Lines of squeue: jobs that wait or run. */
  jobs: () => Promise<string[]>;
  /** Ends the three daemons by pid. */
  stop: () => Promise<void>;
  logs: () => Promise<string>;
}

/** Ports nobody listens on now. */
async function sparePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer();
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** No cgroups, no accounting, no plugin that needs a right. */
function configuration(folder: string, [controller, node]: number[]): string {
  const { username } = userInfo();
  return `ClusterName=netknee
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmUser=${username}
SlurmdUser=${username}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.sock
CredType=cred/munge
SlurmctldPort=${controller}
SlurmdPort=${node}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1
ReturnToService=2
MailProg=/bin/true
NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=${cpus().length} RealMemory=${Math.floor(totalmem() / 2 ** 20)} State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

const ended = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Ends in order; after some seconds without asking. */
async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  for (let turn = 0; turn < 100 && !ended(child); turn++) await pause(100);
  if (!ended(child)) child.kill('SIGKILL');
}

/** Starts munged, slurmctld and slurmd; resolves when the node takes jobs. */
export async function startCluster(folder: string): Promise<Cluster> {
  await mkdir(join(folder, 'state'), { recursive: true });
  await mkdir(join(folder, 'spool'));
  const config = join(folder, 'slurm.conf');
  await writeFile(config, configuration(folder, await sparePorts(2)));
  await writeFile(join(folder, 'munge.key'), randomBytes(64), { mode: 0o600 });
  const env = { SLURM_CONF: config, PATH: `${process.env.PATH}:/usr/sbin` };
  const daemons: ChildProcess[] = [];
  const start = (name: string, argv: string[]): void => {
    const log = openSync(join(folder, `${name}.out`), 'a');
    daemons.push(spawn(name, argv, { env: { ...process.env, ...env }, stdio: ['ignore', log, log] }));
    closeSync(log);
  };
  const lines = async (program: string, argv: string[]): Promise<string[]> => {
    const { stdout } = await execa(program, argv, { env, reject: false, timeout: 20_000 });
    return stdout.split('\n').filter((line) => line.trim() !== '');
  };
  const logs = async () =>
    (
      await Promise.all(
        SLURM_PROGRAMS.slice(0, 3).map((name) => readFile(join(folder, `${name}.out`), 'utf8')),
      )
    ).join('\n');
  const stop = async () => {
    for (const daemon of daemons.toReversed()) await end(daemon);
  };
  const munge = {
    key: 'munge.key',
    socket: 'munge.sock',
    pid: 'munged.pid',
    log: 'munged.log',
    seed: 'munged.seed',
  };
  const options = {
    'key-file': munge.key,
    socket: munge.socket,
    'pid-file': munge.pid,
    'log-file': munge.log,
    'seed-file': munge.seed,
  };
  start('munged', [
    '--foreground',
    // The folder belongs to this user, not to munge's own.
    '--force',
    ...Object.entries(options).map(([name, file]) => `--${name}=${join(folder, file)}`),
  ]);
  start('slurmctld', ['-D', '-f', config]);
  start('slurmd', ['-D', '-f', config]);
  for (let turn = 0; ; turn++) {
    const states = await lines('sinfo', ['--noheader', '--format=%T']);
    if (states.includes('idle')) break;
    if (turn === 60 || daemons.some(ended)) {
      await stop();
      assert.fail(`no idle node (${states.join(' ')}):\n${await logs()}`);
    }
    await pause(500);
  }
  return { env, jobs: () => lines('squeue', ['--noheader', '--format=%i %T %r']), stop, logs };
}
