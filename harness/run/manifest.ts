import { join } from 'node:path';
import { z } from 'zod';
import { EXIT, Failure } from '../failure.js';
import { isMissing, readText } from '../machine/regular-file.js';
import type { Manifest, Scenario, ScenarioDescription } from '../types.js';
import { writeDurably } from './write-durably.js';

/** Of manifest.json and observations.csv together; another one is not read at all. */
const SCHEMA = 2;

const text = z.record(z.string(), z.string());

const shard = z.strictObject({ index: z.number().int().positive(), of: z.number().int().positive() });

/**
 * What becomes a name of a file, a word of a shell script or of a terminal: letters, digits, and `._+-` after the first.
 * A manifest may come from somebody else.
 */
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/, 'is no name');

const trial = z.looseObject({
  id: name,
  index: z.number().int(),
  scenario: name,
  lane: z.enum(['exact', 'real']),
  kernel: name,
  variants: z.array(name).default([]),
  profile: name.optional(),
  pass: name.optional(),
  init: z.literal('systemd').optional(),
  possibleCpus: z.number().int(),
  levels: z.array(z.number()),
  seed: z.number().int(),
});

/** What must hold of a manifest before anything is concluded from it; the rest is taken as written. */
const schema = z.looseObject({
  schema: z.literal(SCHEMA),
  run: name,
  shard: shard.optional(),
  shards: z.array(z.looseObject({ shard: shard.optional(), startedAt: z.string(), host: text })).optional(),
  startedAt: z.string(),
  netknee: z.strictObject({ version: z.string(), commit: z.string() }),
  plan: z.looseObject({ seed: z.number(), digest: z.string(), trials: z.array(trial) }),
  asked: z.array(z.string()).optional(),
  host: text,
  artifacts: z.array(
    z.looseObject({ name: z.string(), kind: z.string(), sha256: z.string(), details: text }),
  ),
  pinned: z
    .looseObject({ run: z.string(), same: z.number(), of: z.number(), differences: z.array(z.string()) })
    .optional(),
  unavailable: z.array(z.strictObject({ name: z.string(), reason: z.string(), remedy: z.string() })),
  scenarios: z.array(z.looseObject({ name, metrics: z.array(z.looseObject({ name: z.string() })) })),
  trials: z.array(
    z.looseObject({
      id: name,
      status: z.enum(['done', 'marked', 'failed']),
      rows: z
        .strictObject({ rows: z.number().int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
        .optional(),
    }),
  ),
  notices: z.array(z.strictObject({ severity: z.enum(['info', 'warning']), text: z.string() })),
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
  const value = jsonOf(json);
  const { schema: found } = (value ?? {}) as { schema?: unknown };
  if (typeof found === 'number' && found !== SCHEMA) {
    throw fail(`${path} has schema ${found}; this netknee reads ${SCHEMA}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw fail(`${path} is no manifest of this netknee:\n${z.prettifyError(parsed.error)}`);
  return parsed.data as unknown as Manifest;
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
    state: { name: scenario.state.name, title: scenario.state.title },
  };
}
