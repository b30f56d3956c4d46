import { connect, createServer, type Server, type Socket } from 'node:net';

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
}

/** @param url of the server: its host and port */
export async function createTcpProxy(url: string): Promise<TcpProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let frozen = false;
  let trap: { text: string; sprung: () => void } | undefined;

  const track = (socket: Socket, peer: Socket) => {
    sockets.add(socket);
    socket.on('error', () => peer.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      // What was written to it still goes out.
      peer.end();
    });
    if (frozen) socket.pause();
  };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    track(client, upstream);
    track(upstream, client);
    client.on('data', (chunk: Buffer) => {
      if (trap && chunk.includes(trap.text)) {
        upstream.removeAllListeners('data');
        upstream.end(chunk);
        client.resetAndDestroy();
        trap.sprung();
        trap = undefined;
      } else {
        upstream.write(chunk);
      }
    });
    upstream.on('data', (chunk: Buffer) => client.write(chunk));
    if (frozen) for (const socket of [client, upstream]) socket.pause();
  });
  const listeningPort = await listen(server, 0);
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
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    cutAfter(text) {
      const { promise, resolve } = Promise.withResolvers<void>();
      trap = { text, sprung: resolve };
      return promise;
    },
    async restore() {
      frozen = false;
      for (const socket of sockets) socket.resume();
      if (!server.listening) await listen(server, listeningPort);
    },
    async [Symbol.asyncDispose]() {
      if (server.listening) await cut();
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
