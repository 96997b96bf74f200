import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isInstalledMachine } from '../../design/installed-machine.js';
import { EXIT, Failure } from '../../failure.js';
import { sha256Value } from '../../machine/files/digest.js';
import { readTextIfThere } from '../../machine/files/regular-file.js';
import { cacheFolder } from '../../machine/host/places.js';
import type { Stored } from '../../machine/image/store.js';
import { askGuest, type GuestNeeds } from '../../machine/qemu/needs-guest.js';
import { checkQemu } from '../../machine/qemu/qemu-check.js';
import type { Scenario, Trial } from '../../types.js';
import type { Prepared } from './prepare.js';

export interface NeedsRequest {
  scenarios: readonly Scenario[];
  /** The trials that are to come: a scenario is asked for under their kernels alone. */
  trials: readonly Pick<Trial, 'scenario' | 'kernel' | 'clock' | 'cpus'>[];
  guest: NonNullable<Prepared['guest']>;
  onProgress: (what: string) => void;
  signal: AbortSignal;
}

/** One scenario in one guest: an image and a kernel. */
export interface Question {
  scenario: Scenario;
  kernelName: string;
  rootfs: Stored;
  kernel: Stored;
  /** What is asked for: without the modules that come with the bundle. */
  needs: GuestNeeds;
}

/**
 * What scenarios need is looked for by guests themselves, before any trial: a trial that lacks a program would fail in the middle.
 * A boot for each image and kernel, whose answer is kept in the cache: as long as neither changes, none is asked again.
 * @throws Failure (prerequisite) that names scenario, what its guest lacks and what to do
 */
export async function requireNeeds(request: NeedsRequest): Promise<void> {
  requireCpus(request);
  const open: Question[] = [];
  for (const question of questionsOf(request)) if (!(await isAnswered(question))) open.push(question);
  if (open.length === 0 || (await checkQemu()) === undefined) return;
  for (const together of groupsOf(open)) {
    const [{ rootfs, kernel, kernelName }] = together as [Question];
    request.onProgress(
      `what ${together.map(({ scenario }) => scenario.name).join(', ')} needs, in a guest of kernel ${kernelName}`,
    );
    const all = { programs: namesOf(together, 'programs'), modules: namesOf(together, 'modules') };
    const lacking = await askGuest({ rootfs, kernel }, all, request.signal);
    if (request.signal.aborted) throw new Failure({ what: 'interrupted', exit: EXIT.interrupted });
    if (lacking === undefined) continue;
    for (const question of together) {
      refuseLacking(question, lacking);
      await mkdir(answers(), { recursive: true });
      await writeFile(answerOf(question), 'all there\n');
    }
  }
}

/** Pure: who is asked for what; scenarios that say no needs are not asked about. */
export function questionsOf({
  scenarios,
  trials,
  guest,
}: Pick<NeedsRequest, 'scenarios' | 'trials' | 'guest'>): Question[] {
  return scenarios.flatMap((scenario) => {
    const { needs } = scenario;
    if (needs === undefined) return [];
    const rootfs = guest.layers.get(scenario.name) ?? guest.rootfs;
    const kernels = trials.filter((trial) => trial.scenario === scenario.name).map(({ kernel }) => kernel);
    return [...new Set(kernels)].flatMap((kernelName) => {
      const kernel = guest.kernels.get(kernelName);
      if (kernel === undefined) return [];
      const bundled = (scenario.kernelModules ?? [])
        .filter(({ kernels }) => kernels.includes(kernelName))
        .map(({ name }) => name);
      const modules = needs.modules.filter((name) => !bundled.includes(name));
      return [{ scenario, kernelName, rootfs, kernel, needs: { programs: needs.programs, modules } }];
    });
  });
}

const answers = (): string => join(cacheFolder(), 'needs');

function answerOf({ rootfs, kernel, needs }: Question): string {
  const { sha256, details } = kernel.artifact;
  const asked = {
    rootfs: rootfs.artifact.sha256,
    kernel: sha256,
    modules: details.modulesSha256 ?? '',
    needs,
  };
  return join(answers(), sha256Value(asked).slice(0, 32));
}

/** Whether a guest said before that all of it is there. */
export const isAnswered = async (question: Question): Promise<boolean> =>
  (await readTextIfThere(answerOf(question))) !== undefined;

/** Those that one boot answers. */
function groupsOf(questions: readonly Question[]): Question[][] {
  const groups = new Map<string, Question[]>();
  for (const question of questions) {
    const guest = `${question.rootfs.folder} ${question.kernel.folder}`;
    groups.set(guest, [...(groups.get(guest) ?? []), question]);
  }
  return [...groups.values()];
}

const namesOf = (questions: readonly Question[], kind: keyof GuestNeeds): string[] => [
  ...new Set(questions.flatMap(({ needs }) => needs[kind])),
];

function refuseLacking({ scenario, kernelName, needs }: Question, lacking: GuestNeeds): void {
  const programs = needs.programs.filter((name) => lacking.programs.includes(name));
  const modules = needs.modules.filter((name) => lacking.modules.includes(name));
  if (programs.length + modules.length === 0) return;
  const what = [
    ...programs.map((name) => `program ${name}`),
    ...modules.map((name) => `kernel module ${name}`),
  ];
  throw new Failure({
    what: `${scenario.name} can't be measured: its guest (kernel ${kernelName}) lacks ${what.join(', ')}`,
    exit: EXIT.prerequisite,
    remedy: [
      ...(programs.length === 0
        ? []
        : [
            `Add the Debian package that has ${programs.join(', ')} to \`packages\` of the scenario (apt-file search bin/${programs[0]}).`,
          ]),
      ...(modules.length === 0
        ? []
        : [
            `Say another --kernel that has ${modules.join(', ')}, or build it from guest/modules/ and name it in \`kernelModules\`.`,
          ]),
    ].join('\n'),
  });
}

/** @throws Failure (prerequisite) for a scenario whose wall-clock trials need more CPUs than the guests of its plan have */
function requireCpus({ scenarios, trials }: NeedsRequest): void {
  for (const { name, needs } of scenarios) {
    const few = trials.find(
      (trial) =>
        trial.scenario === name &&
        trial.clock === 'wall' &&
        !isInstalledMachine(trial) &&
        trial.cpus < (needs?.cpus ?? 0),
    );
    if (few === undefined) continue;
    throw new Failure({
      what: `${name} can't be measured: it needs ${needs?.cpus} CPUs, and a baked guest has ${few.cpus}`,
      exit: EXIT.prerequisite,
      remedy: 'Name a machine that has as many: --provider local or ssh; or measure --clock instructions.',
    });
  }
}
