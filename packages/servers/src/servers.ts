/** Where the servers come from: handed in by their URLs, Docker containers, or programs of this machine. */
export type Way = 'given' | 'containers' | 'native';

/** One running server: how to reach it, and what it says it is. */
export interface Server {
  readonly url: string;
  readonly version: string;
}

export interface Servers extends AsyncDisposable {
  readonly way: Way;
  /** `mysql://user:password@host:port/post_views`; the user may do everything, even make databases. */
  readonly database: Server;
  /** `amqp://user:password@host:port/`; the user may configure, write and read everything in vhost `/`. */
  readonly broker: Server;
  /** Ends what was started and removes every trace of it. May be called more than once. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Only this way; without it, the first that works. */
  readonly way?: Way | undefined;
  /** Servers that already run. Set both or neither. */
  readonly given?:
    | { readonly databaseUrl?: string | undefined; readonly amqpUrl?: string | undefined }
    | undefined;
  /** Hears one short sentence for each step that takes long. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

export type Progress = (line: string) => void;

/** Puts together what the caller gets; `release` runs once, however often it is stopped. */
export function toServers(
  way: Way,
  [database, broker]: readonly [Server, Server],
  release: () => Promise<void>,
): Servers {
  let released: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    released ??= release();
    return released;
  };
  return { way, database, broker, stop, [Symbol.asyncDispose]: stop };
}
