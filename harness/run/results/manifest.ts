import { join } from 'node:path';
import { z } from 'zod';
import { declaredFactors } from '../../cells/declared-factors.js';
import { isId } from '../../design/name.js';
import { clipped, EXIT, Failure, tailOf } from '../../failure.js';
import { isMissing, readText } from '../../machine/files/regular-file.js';
import type { Manifest, Scenario, ScenarioDescription } from '../../types.js';
import { factorName, line, name, scenarioData } from '../plan/scenario-schema.js';
import { withoutFormerClaims } from './former-claims.js';
import { writeDurably } from './write-durably.js';

/** Of manifest.json and observations.csv together; another one is not read at all. */
const SCHEMA = 3;

/** Facts by name; what they say may have several lines. */
const text = z.record(z.string(), z.string());

const shard = z.strictObject({ index: z.number().int().positive(), of: z.number().int().positive() });

const id = z.string().refine(isId, 'is no name: letters, digits and ._+- after the first, at most 200');
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256');
const commit = z.string().regex(/^[0-9a-z-]{1,64}$/, 'is no commit');
const time = z.iso.datetime();
const count = z.number().int().nonnegative();

const profile = z.enum(['smoke', 'quick', 'standard', 'paper']);

/** Strict: the digest of the plan is over all of it. */
const trial = z.strictObject({
  id,
  index: count,
  scenario: name,
  clock: z.enum(['instructions', 'wall']),
  kernel: name,
  cpus: count,
  possibleCpus: count,
  memoryMb: count,
  block: count,
  boot: count,
  levels: z.array(count),
  variants: z.array(name),
  treatments: z.record(factorName, z.array(z.union([line, z.number()]))).optional(),
  machine: z.record(factorName, z.union([line, z.number()])).optional(),
  iterations: count,
  profile,
  pass: name.optional(),
  init: z.literal('systemd').optional(),
  mirrored: z.literal(true).optional(),
  seed: z.number().int(),
  estimateS: z.number().nonnegative(),
});

/** What must hold of a manifest before anything is concluded from it; the rest is taken as written. */
const schema = z.looseObject({
  schema: z.literal(SCHEMA),
  run: id,
  shard: shard.optional(),
  shards: z
    .array(z.looseObject({ shard: shard.optional(), startedAt: time, endedAt: time.nullable(), host: text }))
    .optional(),
  startedAt: time,
  endedAt: time.nullable(),
  netknee: z.strictObject({ version: name, commit }),
  plan: z.strictObject({
    profile,
    seed: count,
    estimateS: z.number().nonnegative(),
    digest,
    trials: z.array(trial),
    sequential: z
      .strictObject({
        looks: z.array(z.strictObject({ boots: count, error: z.number().gt(0).lt(1) })).min(1),
        ended: z
          .strictObject({ boots: count, because: z.enum(['decided', 'not measured', 'budget', 'last look']) })
          .optional(),
      })
      .optional(),
  }),
  planArguments: z.array(line).optional(),
  host: text,
  artifacts: z.array(
    z.looseObject({
      name,
      kind: z.enum(['rootfs', 'kernel', 'image', 'program', 'variant', 'module']),
      inputsSha256: digest,
      sha256: digest,
      details: text,
    }),
  ),
  pinned: z.looseObject({ run: id, same: count, of: count, differences: z.array(z.string()) }).optional(),
  raw: z.literal('not kept').optional(),
  unavailable: z.array(z.strictObject({ name, reason: z.string(), remedy: z.string() })),
  scenarios: z.array(scenarioData),
  trials: z.array(
    z.looseObject({
      id,
      status: z.enum(['done', 'disturbed', 'failed']),
      reasons: z.array(z.string()),
      attempts: count,
      startedAt: time,
      durationS: z.number().nonnegative(),
      stepsDone: count,
      stepsPlanned: count,
      accelerator: line,
      rows: z.strictObject({ rows: count, sha256: digest }).optional(),
      guest: text,
      noise: text.optional(),
      disturbed: z.array(z.string()).optional(),
    }),
  ),
  notices: z.array(z.strictObject({ severity: z.enum(['info', 'warning']), text: z.string() })),
});

/** Factors of two kinds, trials that are there twice, and records of trials that nobody planned. */
const whole = schema.superRefine(({ plan, trials, scenarios }, context) => {
  try {
    declaredFactors(scenarios);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    context.addIssue(error.message);
  }
  const planned = new Set(plan.trials.map(({ id }) => id));
  if (planned.size < plan.trials.length) context.addIssue('a trial is twice in the plan');
  const records = trials.map(({ id }) => id);
  if (new Set(records).size < records.length) context.addIssue('a trial is recorded twice');
  const strange = records.find((id) => !planned.has(id));
  if (strange !== undefined) context.addIssue(`${strange} is recorded, and not in the plan`);
});

/** The manifest of a results folder. @throws Failure when there is none or it is not one */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'manifest.json');
  const fail = (what: string, cause?: unknown) =>
    new Failure({
      what,
      exit: EXIT.usage,
      remedy: 'Name a folder that `netknee run` made: results/<run-id>.',
      cause,
    });
  const json = await readText(path).catch((error) => {
    throw isMissing(error) ? fail(`${path} can't be read: there is no such file`, error) : error;
  });
  try {
    return parseManifest(json);
  } catch (error) {
    throw error instanceof RangeError ? fail(`${path} ${error.message}`) : error;
  }
}

/** Pure: the text of a manifest.json. @throws RangeError that says, after the name of the file, why it is none */
export function parseManifest(text: string): Manifest {
  const value = jsonOf(text);
  const { schema: found } = (value ?? {}) as { schema?: unknown };
  if (typeof found === 'number' && found !== SCHEMA) {
    const by = (value as { netknee?: { commit?: unknown } }).netknee?.commit;
    throw new RangeError(
      `has schema ${found}; this netknee reads ${SCHEMA}. Its report can be rebuilt by the netknee that measured it (commit ${clipped(String(by), 40)})`,
    );
  }
  // Code made for a schema pays for itself after some manifests, and one is read.
  const parsed = whole.safeParse(withoutFormerClaims(value), { jitless: true });
  if (parsed.success) return parsed.data as unknown as Manifest;
  throw new RangeError(`is no manifest of this netknee:\n${tailOf(z.prettifyError(parsed.error))}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Replaces the manifest as one act: a reader sees the old one or the new one, whole. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, 'manifest.json');
  await writeDurably(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The part of a scenario that a report is rebuilt from. */
export function describeScenario(scenario: Scenario): ScenarioDescription {
  const { name, title, question, metrics, claims, comparisons, scalings, jitters, tables, figures } =
    scenario;
  return {
    name,
    title,
    question,
    metrics,
    claims,
    comparisons,
    scalings,
    jitters,
    ...(scenario.sweeps && { sweeps: scenario.sweeps }),
    ...(scenario.predictions && { predictions: scenario.predictions }),
    tables,
    figures,
    ...(scenario.answer && { answer: scenario.answer }),
    ...(scenario.check && { check: scenario.check }),
    factors: scenario.factors.map(({ name, title, kind, scope }) => ({ name, title, kind, scope })),
  };
}
