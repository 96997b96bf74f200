import assert from 'node:assert/strict';
import { chmod, chown, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import ts from 'typescript';
import { needRoot } from '../../probes/compile.testing.js';
import { whyShut } from './kvm-device.js';
import { packageRoot } from './places.js';
import { sandbox } from './sandbox.testing.js';

describe('whyShut', () => {
  const here = sandbox();
  const device = () => here.path('kvm');

  it('has nothing to say of a device that opens', async () => {
    await writeFile(device(), '');
    assert.equal(await whyShut(device()), undefined);
  });

  it('knows one that is not there, and how it may come', async () => {
    const { reason, remedy } = (await whyShut(device()))!;
    assert.equal(reason, `${device()} does not exist`);
    assert.match(remedy, /modprobe/);
  });

  it('knows one that is there and can’t be opened', async () => {
    const { reason } = (await whyShut(here.path('tmp')))!;
    assert.equal(reason, `${here.path('tmp')} can't be opened (EISDIR)`);
  });

  /** What an ordinary user is told of the device. */
  async function asOrdinaryUser() {
    await chmod(here.path(), 0o755);
    // Root may open everything, so an ordinary user asks; one who need not be able to read this folder.
    const source = await readFile(join(packageRoot, 'harness/machine/host/kvm-device.ts'), 'utf8');
    const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext } });
    const asUser = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const words = [...(process.getuid?.() === 0 ? asUser : []), process.execPath, '--input-type=module', '-'];
    const [file, ...rest] = words as [string, ...string[]];
    const input = `${outputText}\nconsole.log(JSON.stringify(await whyShut(${JSON.stringify(device())})));`;
    const { stdout } = await execa(file, rest, { input, cwd: '/' });
    return JSON.parse(stdout) as { reason: string; remedy: string };
  }

  it('knows one that its user may not open, and that its owner may share the right', async () => {
    await writeFile(device(), '');
    await chmod(device(), 0);
    const { reason, remedy } = await asOrdinaryUser();
    assert.equal(reason, `${device()} may not be opened by this user`);
    assert.ok(remedy.includes(`setfacl --modify "user:$USER:rw" ${device()}`), remedy);
  });

  it('names the group that may open it', async function () {
    needRoot(this);
    await writeFile(device(), '');
    await chown(device(), 0, 1);
    await chmod(device(), 0o660);
    const { remedy } = await asOrdinaryUser();
    assert.match(remedy, /usermod --append --groups daemon "\$USER"/);
  });
});
