import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { isName, isPath } from '../../design/name.js';
import { EXIT, Failure } from '../../failure.js';
import { isMissing, readText } from '../../machine/files/regular-file.js';
import { nearest } from '../requirements/nearest.js';
import { CHOICES } from './choices.js';

/** Entries of a list that people write. */
const LONGEST_LIST = 100;
const MOST_LEVELS = 1000;

const list = <T extends z.ZodType>(item: T, error: string) =>
  z.union([z.array(item).max(LONGEST_LIST), item.transform((one) => [one])], { error });
const count = z.number().int().positive();
const names = list(
  z.string().refine(isPath, 'takes no control characters'),
  'takes names, in quotes where YAML sees a number: "6.1"',
);
const path = z.string().refine(isPath, 'takes a path, without control characters');
const name = z.string().refine(isName, 'takes a name: letters, digits and ._+- after the first, at most 64');
/** Node's timers go no further than 2^31 ms. */
const LONGEST_S = 2_000_000;

const level = z.number().int().nonnegative();
const levels = z.array(level).max(MOST_LEVELS);
const namedLevels = z.record(name, z.array(z.union([level, name])).max(MOST_LEVELS));

/** Everything `netknee run` and `plan` can be told, by its name on the command line. */
const settings = z.strictObject({
  scenarios: names,
  /** `pressure`: the boots of that pass alone, as many as `standard` has. */
  profile: z.enum(CHOICES.profile),
  clock: z.enum(CHOICES.clock),
  provider: z.enum(CHOICES.provider),
  /** Of the provider qemu: a distribution's cloud image instead of the guest that is baked. */
  image: path,
  /** Of the provider ssh: `user@host` or an alias. */
  host: path.regex(/^[^-\s][^\s]*$/, 'takes user@host or an alias of your ssh configuration'),
  'ssh-config': path,
  'ssh-port': z.number().int().min(1).max(65535),
  'allow-destructive': z.boolean(),
  /** `0,500` or `NAME=0,500`; the name is needed when scenarios with different factors run. */
  levels: z.union([namedLevels, levels], {
    error: 'takes whole numbers from 0, as [0, 500] or {NAME: [0, 500]}',
  }),
  /** Levels of treatments, by name. */
  treatments: namedLevels,
  variants: names,
  /** Source folders by variant: `--variant NAME=path:FOLDER`. */
  trees: z.record(name, path),
  /** `6`, or `{wall: 6}`. */
  boots: z.union([count, z.strictObject({ instructions: count, wall: count }).partial()], {
    error: 'takes a whole number from 1, or one by clock: {instructions: 2, wall: 6}',
  }),
  /** Kinds of boots: the profile's when not said. */
  passes: list(name, 'takes names of passes, such as timed'),
  /** MB. */
  memory: list(count.min(128).max(1_048_576), 'takes whole numbers of MB from 128'),
  iterations: count,
  'possible-cpus': list(count.max(4096), 'takes whole numbers from 1 to 4096'),
  kernel: names,
  seed: z.number().int().nonnegative(),
  /** `decided`: blocks of boots until the answers are; `planned`: as many boots as the profile has. */
  until: z.enum(CHOICES.until),
  /** Seconds after which no further block is begun. */
  budget: count.max(LONGEST_S),
  out: path,
  timeout: count.max(LONGEST_S),
  keep: z.boolean(),
  /** A results folder whose guest, kernels and variants are made once more, at their versions. */
  'from-manifest': path,
  jobs: z.union([count.max(4096), z.literal('auto')], {
    error: 'takes a whole number from 1 to 4096, or auto',
  }),
});

const debian = z
  .strictObject({
    mirror: z.url(),
    /** Security updates; the archive beside the mirror, else Debian's own, when not said. */
    security: z.url(),
    /** An archive as it stood on a day, for `--from-manifest`. */
    snapshot: z.url(),
    'snapshot-security': z.url(),
    /** Keys that sign these, besides Debian's own; apt reads them as a user of its own. */
    keyring: path.transform((path) => resolve(path)),
  })
  .partial();

/** The file's own part: where packages and sources come from. */
const file = settings
  .extend({
    debian,
    /** Folders whose folders are scenarios, beside netknee's own. */
    'scenario-folders': names,
    clones: z.record(z.string().regex(/^[A-Z0-9_]{1,64}$/, 'takes names of environment variables'), path),
  })
  .partial();

export type Settings = z.infer<typeof file>;

/** Bytes of a settings file: the time that YAML takes grows with their square. */
const LARGEST_FILE = 1 << 15;

/** Aliases that one anchor may stand for, directly and through others. */
const MOST_ALIASES = 100;

/** Read from the folder netknee is called in. */
export const CONFIG_FILE = 'netknee.config.yaml';

/** @throws Failure with every problem, and the nearest known key for an unknown one */
export function parseSettings(value: unknown, origin: string): Settings {
  const parsed = file.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = Object.keys(issue.path[0] === 'debian' ? debian.shape : file.shape);
      return issue.keys
        .map((key) => `unknown key "${key}"; did you mean "${nearest(key, known)}"?`)
        .join('\n');
    }
    // Of a key that may not be: why not.
    const why =
      issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join() : issue.message;
    return `${issue.path.join('.')}: ${why}`;
  });
  throw new Failure({ what: `${origin} can't be used`, exit: EXIT.usage, tail: problems.join('\n') });
}

/** The settings of a file, its scenario folders as seen from there; none when it does not exist and was not asked for. */
export async function readSettings(path: string, required: boolean): Promise<Settings> {
  let text: string;
  try {
    text = await readText(path, LARGEST_FILE);
  } catch (error) {
    if (!required && isMissing(error)) return {};
    throw error;
  }
  const read = parseSettingsFile(text, path);
  const folders = read['scenario-folders'];
  if (folders === undefined) return read;
  return { ...read, 'scenario-folders': folders.map((folder) => resolve(dirname(path), folder)) };
}

/** Pure: the text of a settings file. @throws Failure (usage) */
export function parseSettingsFile(text: string, path: string): Settings {
  if (text.length > LARGEST_FILE) {
    throw new Failure({ what: `${path} is longer than any settings file`, exit: EXIT.usage });
  }
  return parseSettings(yamlOf(text, path), path);
}

/** @throws Failure for what is no YAML, and for YAML that would unfold without end */
function yamlOf(text: string, path: string): unknown {
  try {
    return parse(text, { maxAliasCount: MOST_ALIASES });
  } catch (error) {
    // Errors of many classes: the parser's own, too many aliases, nesting deeper than the stack.
    const tail = error instanceof Error ? error.message : String(error);
    throw new Failure({ what: `${path} is not YAML that can be used`, exit: EXIT.usage, tail });
  }
}
