import { crc32 } from 'node:zlib';

/** One record of the guest's channel, as `frame.c` writes it. */
export interface Frame {
  kind: string;
  name: string;
  payload: Buffer;
}

/** What is wrong with a stream of frames, and where. */
export class FrameError extends Error {
  override readonly name = 'FrameError';

  constructor(
    /** `truncated`: all that came was right, but the stream ended inside a frame. */
    readonly problem: 'corrupt' | 'truncated',
    message: string,
    /** Byte of the stream where the frame begins. */
    readonly offset: number,
    /** `KIND NAME`, when the header could be read. */
    readonly frame: string | undefined,
  ) {
    super(`${message} (frame at byte ${offset})`);
  }
}

export type FrameProblem = FrameError;

interface Header {
  kind: string;
  name: string;
  length: number;
  crc: number;
}

const HEADER =
  /^@netknee 1 ([A-Za-z0-9._/-]{1,255}) ([A-Za-z0-9._/-]{1,255}) (0|[1-9]\d{0,14}) ([0-9a-f]{8})$/;
const HEADER_MAX_LENGTH = 600;

/** Bytes of one payload, which is held whole: a guest may claim what it likes. */
const LARGEST_PAYLOAD = 256 << 20;
const NEWLINE = 0x0a;

/**
 * Decodes frames from chunks that may be split anywhere. After corruption nothing more is decoded:
 * the frames before it have been returned, `problem` says what is wrong, and `end()` repeats it.
 */
export class FrameDecoder {
  /** Set as soon as the stream is found corrupt. */
  problem: FrameError | undefined;
  /** Byte of the stream where the frame at hand begins. */
  #frameAt = 0;
  #headerText = '';
  #header: Header | undefined;
  #parts: Buffer[] = [];
  #received = 0;
  #crc = 0;

  /** Returns the frames that this chunk completes. */
  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    let rest = chunk;
    while (rest.length > 0 && this.problem === undefined) {
      if (this.#header === undefined) rest = this.#takeHeader(rest);
      else if (this.#received < this.#header.length) rest = this.#takePayload(this.#header, rest);
      else {
        const frame = this.#close(this.#header, rest[0]!);
        if (frame !== undefined) frames.push(frame);
        rest = rest.subarray(1);
      }
    }
    return frames;
  }

  /** To be called when the stream has ended: what is wrong with it, if anything. */
  end(): FrameProblem | undefined {
    if (this.problem !== undefined) return this.problem;
    const header = this.#header;
    if (header !== undefined) {
      const name = `${header.kind} ${header.name}`;
      const message = `stream ended inside frame ${name}, ${this.#received} of ${header.length} bytes`;
      return new FrameError('truncated', message, this.#frameAt, name);
    }
    if (this.#headerText === '') return undefined;
    const text = JSON.stringify(this.#headerText.slice(0, 80));
    return new FrameError('truncated', `stream ended inside a header: ${text}`, this.#frameAt, undefined);
  }

  #takeHeader(chunk: Buffer): Buffer {
    const newline = chunk.indexOf(NEWLINE);
    const end = newline === -1 ? chunk.length : newline;
    this.#headerText += chunk.toString('latin1', 0, Math.min(end, HEADER_MAX_LENGTH + 1));
    if (newline === -1 && this.#headerText.length <= HEADER_MAX_LENGTH) return chunk.subarray(end);
    const match = HEADER.exec(this.#headerText);
    if (match === null)
      return this.#fail(`no frame header: ${JSON.stringify(this.#headerText.slice(0, 80))}`);
    const [, kind, name, length, crc] = match as unknown as [string, string, string, string, string];
    if (Number(length) > LARGEST_PAYLOAD) {
      return this.#fail(`frame ${kind} ${name} claims ${length} bytes, more than ${LARGEST_PAYLOAD}`);
    }
    this.#header = { kind, name, length: Number(length), crc: Number.parseInt(crc, 16) };
    this.#crc = crc32(`${kind} ${name}\n`);
    return chunk.subarray(end + 1);
  }

  #takePayload(header: Header, chunk: Buffer): Buffer {
    const part = chunk.subarray(0, header.length - this.#received);
    this.#parts.push(part);
    this.#received += part.length;
    this.#crc = crc32(part, this.#crc);
    return chunk.subarray(part.length);
  }

  #close(header: Header, terminator: number): Frame | undefined {
    const { kind, name } = header;
    if (terminator !== NEWLINE) this.#fail(`frame ${kind} ${name} is not closed by a newline`, header);
    else if (this.#crc !== header.crc) this.#fail(`frame ${kind} ${name} has a wrong checksum`, header);
    if (this.problem !== undefined) return undefined;
    const payload = Buffer.concat(this.#parts, header.length);
    this.#frameAt += this.#headerText.length + 1 + header.length + 1;
    this.#headerText = '';
    this.#header = undefined;
    this.#parts = [];
    this.#received = 0;
    return { kind, name, payload };
  }

  #fail(message: string, header?: Header): Buffer {
    const name = header && `${header.kind} ${header.name}`;
    this.problem = new FrameError('corrupt', message, this.#frameAt, name);
    return Buffer.alloc(0);
  }
}
