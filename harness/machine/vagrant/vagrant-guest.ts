import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UndoStack } from '../process/cleanup.js';
import { provision } from '../remote/provision.js';
import type { RebootedGuest } from '../remote/rebooted-guest.js';
import { openSsh } from '../remote/ssh-connection.js';
import { type VagrantOptions, vagrant } from './vagrant-command.js';
import { bootDeadlineS } from './vagrant-deadline.js';
import { lastOf } from './vagrant-lines.js';
import { hasMachine, makePlace, removePlace, type VagrantPlace } from './vagrant-place.js';
import { VAGRANT_HOST, vagrantSshConfig } from './vagrant-ssh.js';

/** A first `up` may download a box of 500 MB. */
const UP_DEADLINE_S = 3600;
const SHORT_DEADLINE_S = 300;
/** Trials begin from it. */
const SNAPSHOT = 'netknee';

export interface VagrantRequest {
  provider: 'virtualbox' | 'libvirt';
  onProgress: (what: string) => void;
  signal: AbortSignal;
}

/** Takes a machine away, or what was made of it, and then its place, by which alone it is known. */
export async function destroyMachine(place: VagrantPlace): Promise<void> {
  // A provider that can't be reached made none, and can't be asked.
  if (await hasMachine(place)) {
    await vagrant(['destroy', '--force'], place.env, { deadlineS: SHORT_DEADLINE_S });
  }
  await removePlace(place);
}

/** Makes a machine by the Vagrantfile of this project and gives it what trials need; destroying it is registered first. */
export async function makeVagrantGuest(request: VagrantRequest, cleanup: UndoStack): Promise<RebootedGuest> {
  const { provider, onProgress, signal } = request;
  const place = await makePlace(provider);
  const run = (words: string[], options: VagrantOptions) => vagrant(words, place.env, options);
  cleanup.register('Vagrant machine', async () => {
    onProgress('vagrant destroy');
    await destroyMachine(place);
  });
  const version = lastOf(
    await run(['version'], { deadlineS: SHORT_DEADLINE_S, signal }),
    'version-installed',
  );
  onProgress(`vagrant up (${provider})`);
  const up = ['up', '--provider', provider, '--no-provision'];
  await run(up, {
    deadlineS: UP_DEADLINE_S,
    signal,
    onLine: ({ type, data }) => {
      // A download says how far it is, over and over.
      const [kind, text = ''] = data;
      if (type === 'ui' && kind === 'info' && /Box .* could not be found|Downloading/.test(text)) {
        onProgress(`vagrant: ${text.trim().split('\n')[0]}`);
      }
    },
  });
  const config = join(place.folder, 'ssh_config');
  const printed = lastOf(await run(['ssh-config'], { deadlineS: SHORT_DEADLINE_S, signal }), 'ssh-config');
  const text = vagrantSshConfig(printed?.[0] ?? '', join(place.folder, 'known_hosts'));
  await writeFile(config, text, { mode: 0o600 });
  const open = openSsh({ host: VAGRANT_HOST, config });
  const asRoot = ['sudo', '-n'];
  onProgress('vagrant: provision');
  await provision(open, asRoot, signal);
  let sealed = false;
  return {
    name: 'vagrant',
    mark: `${place.env.NETKNEE_NAME_PREFIX}default`,
    facts: { vagrant: version?.[0] ?? '', 'vagrant provider': provider },
    asRoot,
    open,
    boot: async (stop) => {
      const short = { deadlineS: SHORT_DEADLINE_S, signal: stop };
      if (sealed) {
        await run(['snapshot', 'restore', '--no-provision', '--no-start', SNAPSHOT], short);
      } else {
        // Of a machine that is off: from one that runs, later boots would all be the same boot.
        await run(['halt'], short);
        await run(['snapshot', 'save', SNAPSHOT], short);
        sealed = true;
      }
      await run(up, { deadlineS: bootDeadlineS(), signal: stop });
    },
  };
}
