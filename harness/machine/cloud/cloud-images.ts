import { resolve } from 'node:path';
import { isName, isPath } from '../../design/name.js';
import { EXIT, Failure } from '../../failure.js';
import { type Architecture, HOST_ARCHITECTURE } from '../host/architecture.js';

/** A distribution's image as the user names it: one of ours, or `NAME=DISK`. */
export type ImageSource =
  | { name: string; kind: 'pinned'; url: string; sha256: string }
  | { name: string; kind: 'path'; path: string };

interface Pin {
  /** A release's own folder, which is not written to again. */
  release: string;
  /** The file without its architecture: `{}` stands for it. */
  file: string;
  sha256: Partial<Record<Architecture['debian'], string>>;
}

const SITE = 'https://cloud-images.ubuntu.com/releases';

/**
 * By Ubuntu's name. Releases that the site no longer lists are had from its archive, to which it leads without
 * TLS: the digest alone says that the image is the one meant.
 */
const PINS: Record<string, Pin> = {
  xenial: {
    release: 'xenial/release-20180703',
    file: 'ubuntu-16.04-server-cloudimg-{}-disk1.img',
    sha256: { amd64: '79549e87ddfc61b1cc8626a67ccc025cd7111d1af93ec28ea46ba6de70819f8c' },
  },
  jammy: {
    release: 'jammy/release-20260807',
    file: 'ubuntu-22.04-server-cloudimg-{}.img',
    sha256: {
      amd64: 'ff271290a23279ce764561dbe2e9c3ec29da899535b571a987c37b47970c2ad9',
      arm64: 'b17d9ac9b6249ab30f8c95630acdab3b7a51d76050229ab0ce6c013e303f5ccd',
    },
  },
  noble: {
    release: 'noble/release-20260801',
    file: 'ubuntu-24.04-server-cloudimg-{}.img',
    sha256: {
      amd64: '0533b0655c32e68b31d792ecd6ccfca95abdbc536c4446874fe0513bd4140ffe',
      arm64: 'aa6da05756e85ea6dde4836b841fecb10cfd1ba3bcea320189d9af945db70476',
    },
  },
};

/** Pure: the images that are known for one kind of processor. */
export const pinnedImages = ({ debian }: Architecture): string[] =>
  Object.entries(PINS).flatMap(([name, { sha256 }]) => (sha256[debian] === undefined ? [] : [name]));

/** Pure. @throws Failure (usage) with the forms that are understood */
export function parseImage(text: string, architecture = HOST_ARCHITECTURE): ImageSource {
  const { debian } = architecture;
  const names = pinnedImages(architecture);
  const pin = names.includes(text) ? PINS[text] : undefined;
  if (pin !== undefined) {
    const url = `${SITE}/${pin.release}/${pin.file.replace('{}', debian)}`;
    return { name: text, kind: 'pinned', url, sha256: pin.sha256[debian] as string };
  }
  const [, name = '', path = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (isName(name) && isPath(path) && !Object.hasOwn(PINS, name))
    return { name, kind: 'path', path: resolve(path) };
  throw new Failure({
    what: Object.hasOwn(PINS, text)
      ? `no image of ${text} is known for ${debian}`
      : `"${text}" is not an image netknee knows`,
    exit: EXIT.usage,
    remedy: `Say one of ${names.join(', ')}, or NAME=path/to/disk.qcow2, a cloud image of ${debian} by another name.`,
  });
}
