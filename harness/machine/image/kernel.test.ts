import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { Failure } from '../../failure.js';
import { sandbox } from '../host/sandbox.testing.js';
import { DEBIAN_KERNELS, obtainKernel, parseKernel } from './kernel.js';
import { Store } from './store.js';

describe('parseKernel', () => {
  it('knows the series that Debian ships', () => {
    for (const [name, suite] of Object.entries(DEBIAN_KERNELS)) {
      assert.deepEqual(parseKernel(name), { name, kind: 'debian', suite });
    }
  });

  it('takes a kernel of the user’s own, by a name and two paths', () => {
    assert.deepEqual(parseKernel('mine=bzImage,/lib/modules/6.9.0'), {
      name: 'mine',
      kind: 'path',
      image: resolve('bzImage'),
      modules: '/lib/modules/6.9.0',
    });
    const odd = parseKernel('a=/b=c/bzImage,/d,e');
    assert.deepEqual(odd, { name: 'a', kind: 'path', image: '/b=c/bzImage', modules: '/d,e' });
  });

  it('refuses the rest, and says what it understands', () => {
    const words = [
      '',
      '6.2',
      'constructor',
      'mine',
      'mine=',
      'mine=a',
      'mine=a,',
      'mine=,b',
      '=a,b',
      '../x=a,b',
      '6.1=a,b',
    ];
    for (const word of words) {
      assert.throws(
        () => parseKernel(word),
        (error) =>
          error instanceof Failure &&
          error.details.exit === 64 &&
          /6\.1.*NAME=/.test(error.details.remedy ?? ''),
        word,
      );
    }
  });
});

describe('obtainKernel', () => {
  const here = sandbox();

  it('names the path that is not there', async () => {
    const source = parseKernel(`mine=${here.path('bzImage')},${here.path('modules')}`);
    const mirror = () => Promise.reject(new Error('no network is needed'));
    await assert.rejects(
      obtainKernel(new Store(here.path('store')), source, { mirror }),
      (error) =>
        error instanceof Failure &&
        error.details.exit === 64 &&
        error.message.includes('bzImage does not exist'),
    );
  });
});
