/** Where C sources are compiled: in the baked guest's own tree, or on a machine that has a compiler. */
export interface Builder {
  /** Compiler and libraries: goes into the digest that what is built is addressed by. */
  inputs: Record<string, string>;
  /** What a reader is to know of the compiler; empty where the manifest says it elsewhere. */
  details: Record<string, string>;
  /**
   * Runs the commands in `tree`, one after the other; then `products`, paths inside it, stand there on this host.
   * @throws Failure that names the first command which failed
   */
  build: (tree: string, commands: string[][], products: string[], options: BuildOptions) => Promise<void>;
  /**
   * Copies a program that the distribution itself ships.
   * @returns what it says of its version. @throws Failure (prerequisite) when it is not there, or no distribution is
   */
  takeShipped: (path: string, to: string, options: BuildOptions) => Promise<string>;
}

export interface BuildOptions {
  /** Of one command. */
  deadlineS: number;
  what: string;
  signal?: AbortSignal | undefined;
}
