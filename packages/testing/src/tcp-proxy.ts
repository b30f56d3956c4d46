import { connect, createServer, type Server, type Socket } from 'node:net';
import { withFreePorts } from '@post-views/servers';

/** A way between a client and a server that can be cut. */
export interface TcpProxy extends AsyncDisposable {
  /** `url`, but leading through the proxy. */
  readonly url: string;
  /** Resets all connections, and refuses new ones until {@link restore}. */
  cut(): Promise<void>;
  /** Keeps connections open, and lets nothing through until {@link restore}. */
  freeze(): void;
  restore(): Promise<void>;
  /**
   * The next time a client sends `text`: hands that on, lets no answer through, and resets the connection.
   * Resolves when that has happened.
   */
  cutAfter(text: string): Promise<void>;
  /** The next time a client sends `text`: hands nothing of it on, and resets the connection on both sides. */
  cutBefore(text: string): Promise<void>;
  /** The next time a client sends `text`: {@link freeze}s, and hands that on only with {@link restore}. */
  freezeAt(text: string): Promise<void>;
  /** The next time a client sends `text`: hands that on, and {@link freeze}s before the answer. */
  freezeAfter(text: string): Promise<void>;
  /**
   * The next time a client sends these bytes: hands them on, with all that it sends after them, only so much later.
   * What the server sends goes through. Resolves when they have come.
   */
  delayAt(bytes: Buffer, ms: number): Promise<void>;
  /** From now on, each time a client sends `text`: hands that on, and what is answered only so much later. */
  delayReplies(text: string, ms: number): void;
}

/** What becomes of what a client has sent, and of its connection. */
type Then = 'cut' | 'drop' | 'hold' | 'silence' | { readonly delayMs: number };

/** @returns what is handed on instead of a `chunk`, the `index`th that a client has sent on a connection */
export type Tamper = (chunk: Buffer, index: number) => Buffer;

/** Puts `to` in the place of `from`, which is as long: lengths are part of what is sent. */
export function replaceText(from: string, to: string): Tamper {
  return (chunk) =>
    chunk.includes(from)
      ? Buffer.from(chunk.toString('latin1').replace(from, to), 'latin1')
      : chunk;
}

/**
 * @param url of the server: its host and port
 * @param tamper changes what clients send; nothing is changed without it
 */
export async function createTcpProxy(
  url: string,
  tamper: Tamper = (chunk) => chunk,
): Promise<TcpProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let frozen = false;
  let trap: { text: string | Buffer; then: Then; sprung: () => void } | undefined;
  let lateReplies: { text: string; ms: number } | undefined;
  /** What has been sent, or has ended, and waits for the end of the frost. */
  let held: (() => void)[] = [];

  const freeze = () => {
    frozen = true;
    for (const socket of sockets) socket.pause();
  };
  const setTrap = (text: string | Buffer, then: Then) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    trap = { text, then, sprung: resolve };
    return promise;
  };

  /** That one side is gone is not let through either. */
  const unlessFrozen = (tell: () => void) => {
    if (frozen) held.push(tell);
    else tell();
  };
  const track = (socket: Socket, peer: Socket) => {
    sockets.add(socket);
    socket.on('error', () => unlessFrozen(() => peer.destroy()));
    socket.on('close', () => {
      sockets.delete(socket);
      // What was written to it still goes out.
      unlessFrozen(() => peer.end());
    });
    if (frozen) socket.pause();
  };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    track(client, upstream);
    track(upstream, client);
    let chunks = 0;
    const requests = holdableWriter(upstream);
    const replies = holdableWriter(client);
    client.on('data', (sent: Buffer) => {
      const chunk = tamper(sent, chunks++);
      if (lateReplies && chunk.includes(lateReplies.text)) replies.holdFor(lateReplies.ms);
      if (!trap || requests.holding || !chunk.includes(trap.text)) {
        requests.write(chunk);
        return;
      }
      const { then, sprung } = trap;
      trap = undefined;
      if (typeof then === 'object') {
        requests.holdFor(then.delayMs);
        requests.write(chunk);
      } else if (then === 'cut') {
        upstream.removeAllListeners('data');
        upstream.end(chunk);
        client.resetAndDestroy();
      } else if (then === 'drop') {
        upstream.resetAndDestroy();
        client.resetAndDestroy();
      } else {
        freeze();
        if (then === 'hold') held.push(() => upstream.write(chunk));
        else upstream.write(chunk);
      }
      sprung();
    });
    upstream.on('data', (chunk: Buffer) => replies.write(chunk));
    if (frozen) for (const socket of [client, upstream]) socket.pause();
  });
  const listeningPort = await withFreePorts(1, ([port = 0]) => listen(server, port));
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String(listeningPort);

  const cut = async () => {
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    for (const socket of sockets) socket.resetAndDestroy();
    await closed.promise;
  };
  return {
    url: proxied.href,
    cut,
    freeze,
    cutAfter: (text) => setTrap(text, 'cut'),
    cutBefore: (text) => setTrap(text, 'drop'),
    freezeAt: (text) => setTrap(text, 'hold'),
    freezeAfter: (text) => setTrap(text, 'silence'),
    delayAt: (bytes, delayMs) => setTrap(bytes, { delayMs }),
    delayReplies(text, ms) {
      lateReplies = { text, ms };
    },
    async restore() {
      frozen = false;
      for (const send of held) send();
      held = [];
      for (const socket of sockets) socket.resume();
      if (!server.listening) await listen(server, listeningPort);
    },
    async [Symbol.asyncDispose]() {
      if (server.listening) await cut();
    },
  };
}

/** Writes to a socket in order; what comes while it is held goes out when it is no longer. */
function holdableWriter(to: Socket) {
  let held: Buffer[] | undefined;
  return {
    get holding() {
      return held !== undefined;
    },
    write(chunk: Buffer) {
      if (held) held.push(chunk);
      else to.write(chunk);
    },
    holdFor(ms: number) {
      if (held) return;
      const waiting: Buffer[] = [];
      held = waiting;
      setTimeout(() => {
        held = undefined;
        for (const chunk of waiting) to.write(chunk);
      }, ms).unref();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
