import { lstat, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Failure, tailOf } from '../../failure.js';
import { recipe } from '../process/recipe.js';

export interface ImageOptions {
  /** Free space beyond what the folder holds. */
  sizeSlackMb: number;
  /** Of the file system, and the seed of its directories' hashes. */
  uuid: string;
  signal?: AbortSignal | undefined;
}

/** What this machine's mke2fs.conf would choose is said in full: another release's e2fsprogs chooses otherwise. */
const FEATURES =
  'none,ext_attr,resize_inode,dir_index,filetype,extent,64bit,flex_bg,sparse_super,large_file,huge_file,dir_nlink,extra_isize';
const BLOCK_BYTES = 4096;
const INODE_BYTES = 256;

/** Every time in an image, in seconds of the epoch: the time of the bake would make each one different. */
const IMAGE_TIME = 1_700_000_000;

const DEADLINE_S = 300;

/**
 * An ext4 image of a folder, everything in it owned by root; made without mounting anything. Its bytes follow from
 * names, modes, links and contents alone: entries go in sorted by name, and no time of the folder's files gets in
 * (`mke2fs -d` takes both as the host has them). Hard links become files of their own.
 *
 * @throws Failure for what is neither file, folder nor symbolic link, and when a tool of e2fsprogs fails
 */
export async function makeImage(folder: string, image: string, options: ImageOptions): Promise<void> {
  const make = recipe({
    deadlineS: DEADLINE_S,
    what: `the image ${image} could not be made`,
    remedy: 'Check the free space of the cache folder (df) and that e2fsprogs is installed.',
    signal: options.signal,
  });
  const { commands, kb } = await fillCommands(folder);
  const sizeMb = Math.ceil(kb / 1024) + options.sizeSlackMb;
  const script = `${image}.commands`;
  await writeFile(script, `${commands.join('\n')}\n`);
  // Two names of one thing: releases of e2fsprogs differ in which they know.
  const times = [`E2FSPROGS_FAKE_TIME=${IMAGE_TIME}`, `SOURCE_DATE_EPOCH=${IMAGE_TIME}`];
  const fixed = ['env', ...times];
  await make`${fixed} MKE2FS_CONFIG=/dev/null mke2fs -q -F -t ext4 -O ${FEATURES} -b ${BLOCK_BYTES} -I ${INODE_BYTES} -i 16384 -m 5 -U ${options.uuid} -E hash_seed=${options.uuid},root_owner=0:0,lazy_itable_init=0 ${image} ${sizeMb}M`;
  const said = await make`${fixed} debugfs -w -f ${script} ${image} 2>&1 > /dev/null`;
  // debugfs ends well whatever its commands did; after its own name it speaks of errors alone.
  const problems = said.split('\n').filter((line) => line !== '' && !line.startsWith('debugfs '));
  if (problems.length > 0) {
    const what = `the image ${image} could not be filled`;
    throw new Failure({ what, exit: EXIT.io, tail: tailOf(problems.join('\n')) });
  }
  await rm(script);
}

/** The guest's kernel would call for a check of a file system this old. */
const NEVER_CHECKED = ['ssv checkinterval 0', 'ssv max_mnt_count -1'];

/** debugfs's commands that copy a folder, and the space its copy takes. */
async function fillCommands(folder: string): Promise<{ commands: string[]; kb: number }> {
  const commands = [...NEVER_CHECKED];
  let bytes = 0;
  const walk = async (inner: string): Promise<void> => {
    for (const name of (await readdir(join(folder, inner))).sort()) {
      const path = join(folder, inner, name);
      const status = await lstat(path);
      commands.push(`cd ${quoted(`/${inner}`)}`);
      // A folder's own size is the host file system's business.
      const blocks = status.isDirectory() ? 1 : Math.ceil(status.size / BLOCK_BYTES);
      bytes += INODE_BYTES + blocks * BLOCK_BYTES;
      if (status.isSymbolicLink()) {
        commands.push(`symlink ${quoted(name)} ${quoted(await readlink(path))}`);
      } else if (status.isFile()) {
        commands.push(`write ${quoted(path)} ${quoted(name)}`);
      } else if (status.isDirectory()) {
        commands.push(`mkdir ${quoted(name)}`, `sif ${quoted(name)} mode 0${status.mode.toString(8)}`);
        await walk(join(inner, name));
      } else {
        throw new Failure({ what: `${path} is neither file, folder nor link`, exit: EXIT.prerequisite });
      }
    }
  };
  await walk('');
  return { commands, kb: Math.ceil(bytes / 1024) };
}

/** One word of debugfs. @throws Failure for a name of two lines: a script has no word for it */
function quoted(word: string): string {
  if (!word.includes('\n')) return `"${word.replaceAll('"', '""')}"`;
  throw new Failure({ what: `no image takes the name ${JSON.stringify(word)}`, exit: EXIT.prerequisite });
}
