import { EXIT, Failure } from '../../failure.js';
import type { Shard } from '../../types.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const REMEDY = 'Say --shard 2/3 for the second part of three, or --shard 1/1 for the whole plan.';

const fail = (what: string) => new Failure({ what, exit: EXIT.usage, remedy: REMEDY });

/** Set to nothing is not set. */
const text = (env: Environment, name: string): string | undefined => env[name] || undefined;

function whole(env: Environment, name: string): number {
  const value = text(env, name);
  if (value === undefined) throw fail(`${name} is not set`);
  if (!/^\d+$/.test(value)) throw fail(`${name} is "${value}", which is no whole number`);
  return Number(value);
}

function checked(index: number, of: number, origin: string): Shard {
  if (of >= 1 && index >= 1 && index <= of) return { index, of };
  throw fail(`${origin} asks for shard ${index} of ${of}: shards count from 1 to their number`);
}

/** Of `--array=1-3`, `0-2` or `0-8:4`. A list such as `1,3,7` has no place to tell by. */
function ofSlurm(env: Environment): Shard {
  const [id, first, of] = ['ID', 'MIN', 'COUNT'].map((name) => whole(env, `SLURM_ARRAY_TASK_${name}`));
  const step = text(env, 'SLURM_ARRAY_TASK_STEP') === undefined ? 1 : whole(env, 'SLURM_ARRAY_TASK_STEP');
  const index = (id! - first!) / step + 1;
  if (!Number.isInteger(index)) throw fail(`Slurm's task ${id} is no step of ${step} from ${first}`);
  return checked(index, of!, "Slurm's array");
}

const ENGINES: { name: string; index: string; read: (env: Environment) => Shard }[] = [
  { name: 'Slurm', index: 'SLURM_ARRAY_TASK_ID', read: ofSlurm },
  {
    name: 'Kubernetes',
    index: 'JOB_COMPLETION_INDEX',
    read: (env) =>
      checked(
        whole(env, 'JOB_COMPLETION_INDEX') + 1,
        whole(env, 'NETKNEE_SHARDS'),
        'JOB_COMPLETION_INDEX (from 0)',
      ),
  },
  {
    name: 'GNU parallel',
    index: 'PARALLEL_SEQ',
    read: (env) => checked(whole(env, 'PARALLEL_SEQ'), whole(env, 'NETKNEE_SHARDS'), 'PARALLEL_SEQ'),
  },
];

/**
 * Which part of the plan this process runs; undefined for all of it. `flag` is `--shard`, `2/3` for the second of three,
 * and wins over the environment, where engines say it in their own way: a Slurm array (SLURM_ARRAY_TASK_ID, _MIN, _COUNT),
 * an Indexed Job of Kubernetes (JOB_COMPLETION_INDEX, from 0) and GNU parallel (PARALLEL_SEQ), the last two with
 * NETKNEE_SHARDS for the number of shards. PARALLEL_SEQ alone asks for nothing: parallel sets it for every job.
 *
 * @throws Failure on what is half set, out of range or said by two engines
 */
export function shardOf(flag: string | undefined, env: Environment): Shard | undefined {
  if (flag !== undefined) {
    const match = /^(\d+)\/(\d+)$/.exec(flag);
    if (match === null) throw fail(`--shard takes a part and their number, not "${flag}"`);
    return checked(Number(match[1]), Number(match[2]), '--shard');
  }
  const count = text(env, 'NETKNEE_SHARDS');
  const found = ENGINES.filter(
    ({ name, index }) => text(env, index) !== undefined && (name !== 'GNU parallel' || count !== undefined),
  );
  const [engine, ...others] = found;
  if (others.length > 0) {
    throw fail(
      `the environment speaks of more than one shard: ${found.map(({ index }) => index).join(', ')}`,
    );
  }
  if (engine !== undefined) return engine.read(env);
  if (count === undefined) return undefined;
  throw fail(
    'NETKNEE_SHARDS is set, but neither JOB_COMPLETION_INDEX nor PARALLEL_SEQ says which shard this is',
  );
}
