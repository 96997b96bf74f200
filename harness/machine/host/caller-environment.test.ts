import assert from 'node:assert/strict';
import { execa } from 'execa';
import { searchPath } from './caller-environment.js';
import { packageRoot } from './places.js';

describe('searchPath', () => {
  it('adds the folders of system programs that an ordinary user’s PATH leaves out, after the user’s own', () => {
    assert.equal(
      searchPath('/usr/local/bin:/usr/bin:/bin', 'linux'),
      '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin',
    );
    assert.equal(searchPath('/usr/sbin:/usr/bin', 'linux'), '/usr/sbin:/usr/bin:/usr/local/sbin:/sbin');
  });

  it('leaves Windows alone, which has none', () => {
    assert.equal(searchPath('/a:/b', 'win32'), '/a:/b');
  });
});

describe('leaveCallerEnvironment', () => {
  it('makes what is started independent of umask, locale, time zone and options of the caller', async () => {
    const script = `import('${packageRoot}/harness/machine/host/caller-environment.ts').then(({ leaveCallerEnvironment, callerMode }) => {
      leaveCallerEnvironment();
      const { LC_ALL, TZ, PATH, TAR_OPTIONS, MAKEFLAGS } = process.env;
      console.log(JSON.stringify([process.umask(), callerMode(0o777), LC_ALL, TZ, PATH, TAR_OPTIONS ?? '', MAKEFLAGS ?? '']));
    })`;
    const words = ['-c', 'umask 077; exec "$@"', 'sh', process.execPath, '--import', 'tsx', '-e', script];
    const { stdout } = await execa('sh', words, {
      cwd: packageRoot,
      env: {
        PATH: '/usr/bin:/bin',
        LC_ALL: 'tr_TR.UTF-8',
        TZ: 'Asia/Tokyo',
        TAR_OPTIONS: '-v',
        MAKEFLAGS: '-j8',
      },
    });
    assert.deepEqual(JSON.parse(stdout), [
      0o022,
      0o700,
      'C.UTF-8',
      'UTC',
      '/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin',
      '',
      '',
    ]);
  });
});
