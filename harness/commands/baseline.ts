import { join, resolve } from 'node:path';
import { tableTerminal } from '../document/table-terminal.js';
import { EXIT, Failure } from '../failure.js';
import { say } from '../machine/host/terminal.js';
import { BASELINES, type Baseline, listBaselines, saveBaseline } from '../run/results/baselines.js';

/** Keeps a run as a baseline. */
export async function save(
  results: string,
  { name = 'main', partial }: { name?: string; partial?: boolean },
): Promise<void> {
  const { folder } = await saveBaseline(resolve(results), name, BASELINES, partial);
  say(`${folder}\n`);
}

/** Every baseline, a line each. */
export async function list(): Promise<void> {
  const baselines = await listBaselines(BASELINES);
  if (baselines.length === 0) {
    say(`no baseline in ${BASELINES}; keep one: netknee baseline save results/<run-id>\n`);
    return;
  }
  const columns = ['name', 'run', 'started', 'profile', 'clocks', 'scenarios', 'netknee'];
  say(
    tableTerminal({
      name: 'baselines',
      title: 'Baselines',
      columns: columns.map((title) => ({ title, align: 'left' })),
      rows: baselines.map(({ name, manifest: { run, startedAt, plan, netknee } }) => [
        name,
        run,
        startedAt,
        plan.profile,
        [...new Set(plan.trials.map(({ clock }) => clock))].join(', '),
        [...new Set(plan.trials.map(({ scenario }) => scenario))].join(', '),
        netknee.commit.slice(0, 12),
      ]),
    }),
  );
}

/** One baseline: what it was measured with. */
export async function show(name: string): Promise<void> {
  const baselines = await listBaselines(BASELINES);
  const found = baselines.find((one) => one.name === name);
  if (found === undefined) {
    const known = baselines.map((one) => one.name).join(', ') || 'none';
    throw new Failure({
      what: `there is no baseline "${name}"`,
      exit: EXIT.usage,
      remedy: `Known: ${known}.`,
    });
  }
  say(`${factLines(found).join('\n')}\n`);
}

function factLines({ folder, manifest }: Baseline): string[] {
  const { run, startedAt, plan, netknee, artifacts, host, trials } = manifest;
  const all = (values: (string | undefined)[]) => [...new Set(values.filter((value) => value))].join(', ');
  return [
    `run           ${run}`,
    `started       ${startedAt}`,
    `plan          ${plan.profile}, seed ${plan.seed}, digest ${plan.digest}`,
    `netknee       ${netknee.version} (${netknee.commit})`,
    `kernels       ${all(trials.map(({ guest }) => guest.kernel))}`,
    `accelerators  ${all(trials.map(({ accelerator }) => accelerator))}`,
    `host          ${all([host.cpu, host.kernel])}`,
    ...artifacts.map(({ kind, name, sha256 }) => `${kind.padEnd(13)} ${name} ${sha256}`),
    `compare       netknee compare ${join(folder)} results/<run-id>`,
  ];
}
