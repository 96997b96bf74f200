import { join } from 'node:path';
import { trialsOfShard } from '../design/shard.js';
import { withCleanup } from '../machine/process/cleanup.js';
import { hostFacts } from '../machine/qemu/host-facts.js';
import type { Manifest, TrialRecord } from '../types.js';
import { jobsOf } from './config/jobs.js';
import { planArguments } from './config/plan-arguments.js';
import { netkneeVersion } from './config/version.js';
import { rememberFolders } from './plan/known-folders.js';
import { pinnedTo, requireSameArtifacts } from './prepare/resumed-artifacts.js';
import { runNotices } from './prepare/run-notices.js';
import { lockFolder } from './results/folder-lock.js';
import { openJournal } from './results/journal.js';
import { describeScenario, writeManifest } from './results/manifest.js';
import { type Concluded, gatherObservations, hasItsRows, writeReport } from './results/results.js';
import { type RunMachines, realMachines } from './run-machines.js';
import type { RunRequest } from './run-request.js';
import { runStages } from './run-stages.js';
import { requireSameAccelerator } from './trial/resumed-accelerator.js';
import { hasReal } from './trial/wall-clock.js';

/**
 * The whole run: prepare, trials, summary, report. Whatever happens after the first trial began, what
 * was measured is on the disk and the manifest says which trials are missing.
 */
export async function executeRun(
  request: RunRequest,
  machines: RunMachines = realMachines,
): Promise<Concluded> {
  const { folder, onEvent } = request;
  const began = performance.now();
  await rememberFolders(request.scenarios.flatMap(({ folder }) => folder ?? []));
  const done = await doneAlready(request);
  const mine = trialsOfShard(request.plan, request.shard);
  const toRun = mine.filter(({ id }) => !done.some((record) => record.id === id));
  onEvent({ type: 'plan', run: request.run, folder, plan: request.plan, toRun });
  const prepared = await machines.prepare(request);
  const image = request.installed?.facts.image;
  requireSameArtifacts(request.resumed, { folder, made: prepared, image });
  const pinned = pinnedTo(prepared, request.resumed);
  const chosen = await machines.provider(request, prepared, toRun);
  const { provider } = chosen;
  const notices = [...runNotices(request, prepared, pinned), ...chosen.notices];
  if (hasReal(toRun)) requireSameAccelerator(request.resumed, provider.realAccelerator);
  // A plan that is resumed was shaped by what was said then.
  const words =
    request.resumed === undefined
      ? planArguments(request.settings, request.scenarios)
      : request.resumed.planArguments;
  const manifest: Manifest = {
    schema: 3,
    run: request.run,
    ...(request.shard === undefined ? {} : { shard: request.shard }),
    ...(request.resumed?.shards === undefined ? {} : { shards: request.resumed.shards }),
    startedAt: request.resumed?.startedAt ?? new Date().toISOString(),
    endedAt: null,
    netknee: await netkneeVersion(),
    plan: request.plan,
    ...(words === undefined || words.length === 0 ? {} : { planArguments: words }),
    host: { ...(await hostFacts()), jobs: String(jobsOf(request.settings)), ...request.installed?.facts },
    artifacts: prepared.artifacts,
    ...(pinned === undefined ? {} : { pinned }),
    unavailable: prepared.unavailable,
    scenarios: request.scenarios.map(describeScenario),
    // A failed one stands until it has run again: its part of the data does as well.
    trials: [...(request.resumed?.trials ?? [])],
    notices,
  };
  // One write at a time: trials that end together must not take each other's half-written file.
  let saved = Promise.resolve();
  const save = (): Promise<void> => {
    saved = saved.catch(() => {}).then(() => writeManifest(folder, manifest));
    return saved;
  };
  // Undone on an interruption too: what was measured is put in place before anything else is said.
  const { judged, trust, summary, damage } = await withCleanup(async (lock) => {
    await lockFolder(folder, lock);
    await withCleanup(async (cleanup) => {
      const journal = await openJournal(join(folder, 'journal.jsonl'));
      cleanup.register('journal', () => journal.append({ event: 'run-end' }).finally(() => journal.close()));
      cleanup.register('observations', () => gatherObservations(folder, manifest));
      cleanup.register('manifest', () => {
        manifest.endedAt = new Date().toISOString();
        return save();
      });
      await journal.append({ event: request.resumed === undefined ? 'run-start' : 'run-resume' });
      for (const notice of notices) onEvent({ type: 'notice', notice });
      await save();
      await runStages({ request, prepared, provider, manifest, save, journal, toRun }, began);
    });
    return writeReport(folder);
  });
  onEvent({ type: 'verdicts', judged, scenarios: manifest.scenarios, trust });
  const count = (status: TrialRecord['status']) =>
    manifest.trials.filter((record) => record.status === status).length;
  const durationS = Math.round((performance.now() - began) / 1000);
  onEvent({ type: 'end', folder, failed: count('failed'), disturbed: count('disturbed'), durationS });
  return { manifest, summary, judged, trust, damage };
}

/** Trials of a resumed run that need not be measured again: they did not fail, and what they measured still stands. */
async function doneAlready({ resumed, folder, onEvent }: RunRequest): Promise<TrialRecord[]> {
  const done: TrialRecord[] = [];
  for (const record of (resumed?.trials ?? []).filter(({ status }) => status !== 'failed')) {
    if (await hasItsRows(folder, record)) done.push(record);
    else {
      const text = `what ${record.id} measured does not stand as it was written: it is measured again`;
      onEvent({ type: 'notice', notice: { severity: 'warning', text } });
    }
  }
  return done;
}
