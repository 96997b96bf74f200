/** What guests of one kind of processor are made of: names by which Debian, QEMU and Linux know it. */
export interface Architecture {
  /** As Debian and Ubuntu call it. */
  debian: 'amd64' | 'arm64';
  /** The emulator, and the Debian package it comes in. */
  qemu: string;
  qemuPackage: string;
  /** Debian's kernels are called linux-image-FLAVOUR. */
  kernelFlavour: string;
  /** The first serial port, as Linux calls it. */
  console: string;
  /** What the kernel is told so that its first lines are printed before it knows any device. */
  firstLine: string;
  /** Without it a disk does not boot; QEMU brings its own for amd64. */
  firmware?: { path: string; package: string };
}

export const AMD64: Architecture = {
  debian: 'amd64',
  qemu: 'qemu-system-x86_64',
  qemuPackage: 'qemu-system-x86',
  kernelFlavour: 'cloud-amd64',
  console: 'ttyS0',
  firstLine: 'console=ttyS0 earlyprintk=serial',
};

export const ARM64: Architecture = {
  debian: 'arm64',
  qemu: 'qemu-system-aarch64',
  qemuPackage: 'qemu-system-arm',
  kernelFlavour: 'cloud-arm64',
  console: 'ttyAMA0',
  firstLine: 'console=ttyAMA0 earlycon',
  firmware: { path: '/usr/share/AAVMF/AAVMF_CODE.fd', package: 'qemu-efi-aarch64' },
};

/** Pure: by Node's name of a processor. Any that is not known here is given what amd64 has, and emulates it. */
export const architectureOf = (name: string): Architecture => (name === 'arm64' ? ARM64 : AMD64);

/** Pure: what it adds to an artifact's inputs. Addresses of amd64 were given when there was no other. */
export const architectureInputs = ({ debian }: Architecture): Record<string, string> =>
  debian === 'amd64' ? {} : { architecture: debian };

/** Guests are of the kind of processor netknee runs on: their programs are built by running theirs. */
export const HOST_ARCHITECTURE = architectureOf(process.arch);
