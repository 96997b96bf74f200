import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../harness/failure.js';
import { debianMirror } from '../../harness/machine/debian/debian.js';
import { packageRoot } from '../../harness/machine/host/places.js';
import { needRoot } from '../../harness/probes/compile.testing.js';
import { CLI, temporaryFolder } from '../netknee.testing.js';

const BOX = 'netknee-empty';
/** Debian's Vagrant knows no VirtualBox later than this. */
const KNOWN_VERSION = '7.0.22r165102';
const RUN = ['run', 'netns-create', '--provider', 'vagrant', '--profile', 'smoke'];

/**
 * Debian sid's VirtualBox in a tree of its own, without a hypervisor: all that the Vagrantfile's part for VirtualBox asks for
 * happens, until the machine is to be started.
 */
describe('the provider vagrant with VirtualBox', function () {
  this.timeout(1_200_000);
  let folder: string;

  const call = (argv: string[], env: Record<string, string> = {}) =>
    execa('sh', [join(packageRoot, 'test/in-virtualbox.sh'), folder, ...argv], {
      reject: false,
      stdin: 'ignore',
      env: { NETKNEE_VAGRANT_PROVIDER: 'virtualbox', NETKNEE_BOX: BOX, TOLD_VERSION: KNOWN_VERSION, ...env },
    });
  const netknee = (env: Record<string, string> = {}) => call([process.execPath, CLI, ...RUN], env);
  const fine = async (...argv: string[]) => {
    const { exitCode, stderr, stdout } = await call(argv, { VAGRANT_CWD: packageRoot });
    assert.equal(exitCode, 0, `${argv.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const machines = async () => (await fine('VBoxManage', 'list', 'vms')).trim();

  /** A box of a machine with an empty disk, packed as Vagrant packs one. */
  async function makeBox(name: string, disk: (path: string) => Promise<void>): Promise<void> {
    const home = join(folder, 'home');
    const box = join(home, name);
    await rm(box, { recursive: true, force: true });
    await mkdir(box, { recursive: true });
    const script = `set -e
      VBoxManage createvm --name ${name} --ostype Debian_64 --register --basefolder ${home}/vms
      VBoxManage modifyvm ${name} --memory 128 --nic1 nat --mac-address1 080027AABBCC
      VBoxManage createmedium disk --filename ${home}/${name}.vdi --size 16
      VBoxManage storagectl ${name} --name SATA --add sata
      VBoxManage storageattach ${name} --storagectl SATA --port 0 --device 0 --type hdd --medium ${home}/${name}.vdi
      VBoxManage export ${name} -o ${box}/box.ovf
      VBoxManage unregistervm ${name} --delete`;
    await fine('sh', '-c', script);
    for (const file of await readdir(box)) if (file.endsWith('.vmdk')) await disk(join(box, file));
    await writeFile(join(box, 'metadata.json'), '{"provider": "virtualbox"}');
    await writeFile(
      join(box, 'Vagrantfile'),
      'Vagrant.configure("2") { |c| c.vm.base_mac = "080027AABBCC" }\n',
    );
    // What the box says of its files' digests would name the damage before VirtualBox meets it.
    await rm(join(box, 'box.mf'), { force: true });
    await execa('tar', ['-C', box, '-czf', `${box}.box`, '.']);
    await fine('vagrant', 'box', 'add', '--force', '--name', name, `${box}.box`);
  }

  before(async function () {
    needRoot(this);
    folder = await temporaryFolder();
    const { main } = await debianMirror({ mirror: process.env.NETKNEE_DEBIAN_MIRROR });
    await execa('sh', [join(packageRoot, 'test/virtualbox-tree.sh'), folder, main]);
    await makeBox(BOX, async () => {});
  });

  it('imports the box, names and shapes the machine, comes as far as its start, and destroys it', async () => {
    const { exitCode, stdout, stderr } = await netknee();
    assert.equal(exitCode, EXIT.machine, stderr);
    assert.match(stdout, /vagrant up \(virtualbox\)[\s\S]*vagrant destroy/);
    assert.match(stderr, /VirtualBox could not start the machine[\s\S]*"startvm"[\s\S]*remedy:/);
    assert.equal(await machines(), '');
  });

  it('makes what the Vagrantfile says, and takes, restores and destroys its snapshots', async () => {
    const env = { VAGRANT_CWD: packageRoot, NETKNEE_NAME_PREFIX: 'mine_', NETKNEE_SSH_PORT: '22999' };
    const vagrant = (...argv: string[]) => call(['vagrant', ...argv], env);
    try {
      assert.notEqual((await vagrant('up', '--provider', 'virtualbox', '--no-provision')).exitCode, 0);
      const shape = await fine('VBoxManage', 'showvminfo', 'mine_default', '--machinereadable');
      for (const line of [
        'cpus=2',
        'memory=2048',
        'uart1="0x03f8,4"',
        'uartmode1="file,/dev/null"',
        'Forwarding(0)="ssh,tcp,127.0.0.1,22999,,22"',
        'macaddress1="080027AABBCC"',
      ]) {
        assert.ok(shape.split('\n').includes(line), `${line} in\n${shape}`);
      }
      for (const words of [
        ['halt'],
        ['snapshot', 'save', 'one'],
        ['snapshot', 'restore', '--no-start', 'one'],
      ]) {
        const { exitCode, stdout, stderr } = await vagrant(...words);
        assert.equal(exitCode, 0, `${words.join(' ')}: ${stdout}${stderr}`);
      }
      assert.match((await vagrant('snapshot', 'list')).stdout, /\bone\b/);
    } finally {
      await vagrant('destroy', '--force');
      await rm(join(packageRoot, '.vagrant'), { recursive: true, force: true });
    }
    assert.equal(await machines(), '');
  });

  it('tells the failures of VirtualBox apart, and leaves no machine', async () => {
    const refused = async (exit: number, words: RegExp, env: Record<string, string>) => {
      const { exitCode, stderr } = await netknee(env);
      assert.equal(exitCode, exit, stderr);
      assert.match(stderr, words);
      assert.equal(await machines(), '');
    };
    await refused(EXIT.prerequisite, /does not know this version of VirtualBox[\s\S]*Update Vagrant/, {
      TOLD_VERSION: '',
    });
    // Debian's VBoxManage asks to install something then, which Vagrant takes for half an installation.
    await refused(EXIT.prerequisite, /VirtualBox is not installed whole[\s\S]*modprobe vboxdrv/, {
      DRIVER: 'absent',
      TOLD_VERSION: '',
    });
    await refused(EXIT.usage, /refuses the settings of the machine[\s\S]*NETKNEE_CPUS/, {
      NETKNEE_CPUS: '99',
    });
    await makeBox('netknee-damaged', async (disk) =>
      writeFile(disk, (await readFile(disk)).subarray(0, 100)),
    );
    await refused(EXIT.prerequisite, /the box can not be imported/, { NETKNEE_BOX: 'netknee-damaged' });
  });

  it('names a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = String((server.address() as { port: number }).port);
    const { exitCode, stderr } = await netknee({ NETKNEE_SSH_PORT: port });
    server.close();
    assert.equal(exitCode, EXIT.machine, stderr);
    assert.match(stderr, new RegExp(`port ${port} of 127\\.0\\.0\\.1 is taken`));
  });
});
