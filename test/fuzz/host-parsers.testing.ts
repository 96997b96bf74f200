import { applyPatch } from '../../harness/machine/build/variant-patch.js';
import { parseImage } from '../../harness/machine/cloud/cloud-images.js';
import { reachLines, signedBy } from '../../harness/machine/debian/apt-settings.js';
import { indexesFromUris, mirrorFromIndexes } from '../../harness/machine/debian/debian.js';
import { indexedPackages, pinnedDebs } from '../../harness/machine/debian/pinned-package.js';
import { parseHostState } from '../../harness/machine/host/host-noise.js';
import { hypervisorOf } from '../../harness/machine/host/hypervisor.js';
import { printable } from '../../harness/machine/host/terminal.js';
import { parseKernel } from '../../harness/machine/image/kernel.js';
import { startTimeIn } from '../../harness/machine/process/process-record.js';
import { trueCause } from '../../harness/machine/process/true-cause.js';
import { consoleTrouble, lostBeginning } from '../../harness/machine/qemu/console-log.js';
import { machineNames } from '../../harness/machine/qemu/qemu-check.js';
import { parseCpuList } from '../../harness/machine/qemu/vcpu-placement.js';
import { parseCheck } from '../../harness/machine/remote/remote-check.js';
import { vagrantFailure } from '../../harness/machine/vagrant/vagrant-failure.js';
import { parseVagrantLine, saidTo } from '../../harness/machine/vagrant/vagrant-lines.js';
import { vagrantSshConfig } from '../../harness/machine/vagrant/vagrant-ssh.js';
import { bisectEnd } from '../../harness/run/bisect/bisect-repository.js';
import type { Parser } from './parser.testing.js';

const PROC_STAT = '4242 (qemu (x) y) S 1 4242 4242 0 -1 4194560 9 0 0 0 12 3 0 0 20 0 3 0 8675309 0 0\n';
const VAGRANT = [
  '1700000000,default,state,running',
  '1700000000,,ui,info,Bringing machine up%!(VAGRANT_COMMA) with libvirt',
  '1700000000,default,error-exit,Vagrant::Errors::VagrantError,port 2222 is already in use',
].join('\n');
const BISECT_LOG =
  'git bisect start\n# first new commit: [0123456789abcdef] ip netns: be lazy\n# only skipped commits left to test\n# possible first new commit: [01234567] x\n';
const SOURCE = 'static int a(void);\nstatic int netns_add(int argc)\n{\n\tint x;\n\tx = 1;\n}\n';
const CHECK =
  'uid 0\nsudo yes\nmarker yes\nnamespaces yes\nkernel 6.1\nvirtualization kvm\ndistribution Debian\ncpus 2\nmissing tar\n';
const CONSOLE =
  '[    0.000000] Linux version 6.1\n[   12.3] watchdog: BUG: soft lockup - CPU#0 stuck\n[ 13.0] WARNING: CPU: 0 PID: 1\n';
const INDEX = 'Package: dash\nVersion: 0.5.12-2\nSHA256: 0123\n\nPackage: bash\nVersion: 5.2\n';
const DEBS = `${'0'.repeat(64)}  dash_0.5.12-2_amd64.deb\n${'1'.repeat(64)}  libc6_2%3a2.36_amd64.deb\n`;
const SOURCES =
  'Types: deb\nURIs: http://127.0.0.1/debian\nSigned-By: /usr/share/keyrings/a.gpg\n\nTypes: deb\n';
const CPUINFO = 'processor\t: 0\nflags\t\t: fpu hypervisor\n';

const vagrantLines = (text: string) => text.split('\n').flatMap((line) => parseVagrantLine(line) ?? []);

/** What this host, its programs and its kernel say. */
export const HOST: readonly Parser[] = [
  {
    name: 'vagrant',
    corpus: [VAGRANT],
    read: (text) => [
      saidTo(vagrantLines(text)),
      vagrantFailure({ command: 'vagrant up', lines: vagrantLines(text), stderr: text, exitCode: 1 }),
    ],
  },
  {
    name: 'vagrant ssh-config',
    corpus: ['Host default\n  HostName 127.0.0.1\n  User vagrant\n  Port 2222\n'],
    read: (text) => vagrantSshConfig(text, '/k'),
  },
  { name: 'git bisect log', corpus: [BISECT_LOG], read: bisectEnd },
  {
    name: 'apt-config dump',
    corpus: ['Acquire::http::Proxy "http://127.0.0.1:3128";\nAPT "";\n'],
    read: reachLines,
  },
  {
    name: 'apt sources',
    corpus: [SOURCES, 'deb [signed-by=/a.gpg] http://127.0.0.1 x main\n'],
    read: (text) => [signedBy(text, 1, true), signedBy(text, 1, false)],
  },
  {
    name: 'apt indexes',
    corpus: [
      "http://127.0.0.1/debian|Debian|Debian|/etc/apt/sources.list:1\n'http://127.0.0.1/debian/dists/x/InRelease' a 0\n",
    ],
    read: (text) => [mirrorFromIndexes(text), mirrorFromIndexes(indexesFromUris(text))],
  },
  { name: 'apt-cache show', corpus: [INDEX], read: indexedPackages },
  { name: 'packages of a manifest', corpus: [DEBS], read: (text) => pinnedDebs('bookworm', text) },
  { name: '/proc/PID/stat', corpus: [PROC_STAT], read: startTimeIn },
  {
    name: 'files of /proc',
    corpus: ['cpu  1 2 3 4 5 6 7 8\nMemAvailable: 1000 kB\n', PROC_STAT],
    read: (text) =>
      parseHostState(
        {
          stat: text,
          loadavg: text,
          meminfo: text,
          governors: [text],
          noTurbo: text,
          boost: text,
          throttleCounts: [text],
          processes: text.split('\n'),
        },
        1,
      ),
  },
  { name: 'cpuinfo', corpus: [CPUINFO], read: (cpuinfo) => hypervisorOf({ cpuinfo }) },
  { name: 'list of CPUs', corpus: ['0-2,5'], read: parseCpuList },
  { name: 'check of a machine by ssh', corpus: [CHECK], read: parseCheck },
  {
    name: 'console of a guest',
    corpus: [CONSOLE],
    read: (text) => [consoleTrouble(text), lostBeginning(text)],
  },
  {
    name: 'qemu -machine help',
    corpus: ['pc-i440fx-7.2  Standard PC (default)\nmicrovm  microvm\n'],
    read: machineNames,
  },
  {
    name: 'words of a failed command',
    corpus: ['sh: 1: frob: not found\nNo space left on device\n'],
    read: (stderr) => trueCause({ file: 'sh', exitCode: 127, signal: undefined, code: undefined, stderr }),
  },
  {
    name: 'source of a variant',
    corpus: [SOURCE],
    read: (text) => applyPatch(text, { file: 'a.c', within: 'netns_add', after: 'x = 1;', line: 'y();' }),
  },
  { name: '--kernel', corpus: ['6.1', 'mine=/boot/a,/lib/modules/b'], read: parseKernel },
  { name: '--image', corpus: ['xenial', 'mine=/a.qcow2'], read: (text) => parseImage(text) },
  { name: 'texts for a terminal', corpus: ['\u001b[31mred\u001b[0m\n'], read: printable },
];
