import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** In lower case; what came twice is joined by a comma and a space. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** What the other side says of a request: that it answers, or that it wants to hear no more. */
export type Reply = RawAnswer | 'closed';

/**
 * A connection over which any bytes can be sent, since well-behaved clients refuse to send most of what bad people do.
 * It reads what Node's server writes, no more of HTTP/1.1 than that.
 */
export class RawConnection implements Disposable {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #ended = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
    socket.on('close', () => {
      this.#ended = true;
    });
    // The other side may close while something is still being sent: what it answered before counts.
    socket.on('error', () => undefined);
  }

  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** Whether another request can be sent. */
  get open(): boolean {
    return !this.#ended && this.#socket.writable && !this.#socket.readableEnded;
  }

  /** @param bytes as text of one byte a character, or as they are */
  send(bytes: string | Buffer): void {
    this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /**
   * Waits for the answer to the oldest request that has none yet.
   *
   * @param toHead the request was a HEAD, whose answer has no body whatever its headers say
   */
  async receive(toHead = false): Promise<Reply> {
    for (;;) {
      const head = await this.#readUntil('\r\n\r\n');
      if (head === undefined) return 'closed';
      const [statusLine = '', ...lines] = head.split('\r\n');
      const status = Number(/^HTTP\/1\.1 (\d{3})(?: |$)/.exec(statusLine)?.[1] ?? Number.NaN);
      if (Number.isNaN(status)) throw new Error(`no answer of HTTP/1.1: ${head.slice(0, 200)}`);
      // What comes before an answer, `100 Continue` for one.
      if (status < 200) continue;
      const headers = headersOf(lines);
      const bare = toHead || status === 204 || status === 304;
      return { status, headers, body: bare ? '' : await this.#readBody(headers) };
    }
  }

  /** All that came and is not part of an answer that was received. */
  get rest(): string {
    return this.#received.toString('latin1');
  }

  /** Reads no more, so that the other side can't write any more at some point. */
  pause(): void {
    this.#socket.pause();
  }

  /** Goes away without a word of farewell. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Resolves when the other side has closed the connection. */
  async closed(): Promise<void> {
    while (!this.#ended) await once(this.#socket, 'close');
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  async #readBody(headers: ReadonlyMap<string, string>): Promise<string> {
    if (headers.get('transfer-encoding') === 'chunked') {
      const parts: string[] = [];
      for (;;) {
        const size = Number.parseInt((await this.#readUntil('\r\n')) ?? 'none', 16);
        parts.push(await this.#read(size));
        await this.#read(2);
        if (size === 0) return Buffer.from(parts.join(''), 'latin1').toString();
      }
    }
    const length = headers.get('content-length');
    if (length === undefined) throw new Error('an answer with no length');
    return Buffer.from(await this.#read(Number(length)), 'latin1').toString();
  }

  async #readUntil(mark: string): Promise<string | undefined> {
    let end = this.#received.indexOf(mark);
    while (end < 0) {
      if (!(await this.#more())) return undefined;
      end = this.#received.indexOf(mark);
    }
    const text = this.#take(end);
    this.#take(mark.length);
    return text;
  }

  async #read(length: number): Promise<string> {
    while (this.#received.length < length) {
      if (!(await this.#more()))
        throw new Error('the connection closed in the middle of an answer');
    }
    return this.#take(length);
  }

  #take(length: number): string {
    const taken = this.#received.toString('latin1', 0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }

  /** @returns whether anything more has come */
  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const before = this.#received.length;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#socket.off('data', done);
        this.#socket.off('close', done);
        resolve();
      };
      this.#socket.on('data', done);
      this.#socket.on('close', done);
    });
    return this.#received.length > before || !this.#ended;
  }
}

function headersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}
