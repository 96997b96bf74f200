import assert from 'node:assert/strict';
import { execa } from 'execa';
import { needRoot } from '../../probes/compile.testing.js';
import { packageRoot } from '../host/places.js';
import { explain, type Restrictions, rootAccess } from './root-access.js';

const NONE: Restrictions = {
  userNamespacesOff: false,
  appArmor: false,
  noUserNamespaces: false,
  container: false,
};

describe('rootAccess', () => {
  it('finds mount namespaces where this user may have them', async function () {
    needRoot(this);
    assert.deepEqual(await rootAccess(), { way: 'root' });
  });

  it('finds a plain chroot for root that may not mount, as in most containers', async function () {
    needRoot(this);
    const script = `import('${packageRoot}/harness/machine/process/root-access.ts').then(async ({ rootAccess }) =>
      console.log(JSON.stringify(await rootAccess())))`;
    const inContainer = ['--bounding-set=-sys_admin', process.execPath, '--import', 'tsx', '-e', script];
    const { stdout } = await execa('setpriv', inContainer, { cwd: packageRoot });
    assert.deepEqual(JSON.parse(stdout), { way: 'plain chroot' });
  });
});

describe('explain', () => {
  const said = 'unshare: unshare failed: Operation not permitted';
  const cases: [string, Partial<Restrictions>, RegExp, RegExp][] = [
    [
      "Debian's switch",
      { userNamespacesOff: true },
      /unprivileged_userns_clone is 0/,
      /sysctl -w kernel\.unpriv/,
    ],
    ['no namespaces at all', { noUserNamespaces: true }, /max_user_namespaces is 0/, /sysctl -w user\.max/],
    ["Ubuntu's AppArmor", { appArmor: true }, /AppArmor/, /sysctl -w kernel\.apparmor_restrict/],
    ['a container', { container: true }, /the container forbids it/, /as root in the container/],
    ['something else', {}, /security module/, /Run netknee as root/],
  ];
  for (const [name, found, why, remedy] of cases) {
    it(`names ${name}, and a remedy`, () => {
      const told = explain(false, said, { ...NONE, ...found });
      assert.match(told.why, why);
      assert.match(told.why, /Operation not permitted/);
      assert.match(told.remedy, remedy);
      assert.match(told.remedy, /image import/);
    });
  }

  it('does not blame a right when unshare is missing', () => {
    assert.match(explain(false, 'spawn unshare ENOENT', NONE).why, /no program unshare/);
  });
});
