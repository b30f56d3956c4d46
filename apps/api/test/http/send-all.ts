import { RawConnection, type Reply } from './connection.ts';
import { type RawRequest, toWire } from './request.ts';

const ANSWER_TIMEOUT_MS = 20_000;

/** Connections that are kept alive, as those of a caller with a pool. */
export class Connections implements Disposable {
  readonly #url: string;
  readonly #open: (RawConnection | undefined)[];

  constructor(url: string, count: number) {
    this.#url = url;
    this.#open = Array.from({ length: count }, () => undefined);
  }

  /**
   * Sends the requests over all connections, and hands each reply on as soon as it is there.
   *
   * @throws the first that `onReply` throws; then no more is sent, and nothing is left on the way
   */
  async sendAll(
    requests: readonly RawRequest[],
    onReply: (request: RawRequest, reply: Reply) => void,
  ): Promise<void> {
    const left = requests.values();
    const failures: unknown[] = [];
    const sendLeft = async (index: number) => {
      for (const request of left) {
        if (failures.length > 0) return;
        try {
          onReply(request, await this.#send(index, request));
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(this.#open.keys().map(sendLeft));
    if (failures.length > 0) throw failures[0];
  }

  /** As clients do: where a connection that was kept turns out to be closed, the request goes over a new one. */
  async #send(index: number, request: RawRequest): Promise<Reply> {
    const kept = this.#open[index];
    if (kept?.open) {
      const reply = await exchange(kept, request);
      this.#keep(index, kept, reply);
      if (reply !== 'closed') return reply;
    }
    const opened = await RawConnection.open(this.#url);
    const reply = await exchange(opened, request);
    this.#keep(index, opened, reply);
    return reply;
  }

  #keep(index: number, connection: RawConnection, reply: Reply): void {
    const isKept = reply !== 'closed' && reply.headers.get('connection') !== 'close';
    if (!isKept) connection[Symbol.dispose]();
    this.#open[index] = isKept ? connection : undefined;
  }

  [Symbol.dispose](): void {
    for (const connection of this.#open) connection?.[Symbol.dispose]();
  }
}

async function exchange(connection: RawConnection, request: RawRequest): Promise<Reply> {
  connection.send(toWire(request));
  const timer = setTimeout(() => connection[Symbol.dispose](), ANSWER_TIMEOUT_MS);
  try {
    return await connection.receive(request.method === 'HEAD');
  } finally {
    clearTimeout(timer);
  }
}
