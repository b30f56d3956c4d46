import type { BrokerControl } from './broker-control.ts';
import type { Disk } from './disk.ts';

/** Where the servers come from: handed in by their URLs, Docker containers, or programs of this machine. */
export type Way = 'given' | 'containers' | 'native';

/** One running server: how to reach it, and what it says it is. */
export interface Server {
  readonly url: string;
  readonly version: string;
  /**
   * The process that all others of the server descend from, when it runs on this machine and was started
   * here: so that a bench can read what it takes.
   */
  readonly pid?: number | undefined;
  /** None for a server that was given. */
  readonly power?: Power;
  /** Only when {@link StartOptions.smallDisks} are asked for. */
  readonly disk?: Disk | undefined;
  /** Only with {@link StartOptions.tls}. */
  readonly tls?: TlsAccess | undefined;
}

/** How a server is reached by TLS. */
export interface TlsAccess {
  /** By the host name that its certificate is for. */
  readonly url: string;
  /** The certificate of the CA that its own is of, in the form of PEM. */
  readonly ca: string;
}

/** Takes a server away and brings it back, on the same data and at the same URL. */
export interface Power {
  /** Ends it as a crash does, without a warning. */
  kill(): Promise<void>;
  /** Starts it again; resolves when it answers. */
  start(): Promise<void>;
  /** Whether its process is there. It may not answer. */
  runs(): Promise<boolean>;
}

export interface Broker extends Server {
  /** None for a broker that was given. */
  readonly control?: BrokerControl;
}

export interface Servers extends AsyncDisposable {
  readonly way: Way;
  /** `mysql://user:password@host:port/post_views`; the user may do everything, even make databases. */
  readonly database: Server;
  /** `amqp://user:password@host:port/`; the user may configure, write and read everything in vhost `/`. */
  readonly broker: Broker;
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
  /**
   * Has the native database write a binary log, each commit synced. MySQL does that by default, MariaDB
   * doesn't: a bench would compare them unequally durable.
   */
  readonly binaryLog?: boolean | undefined;
  /**
   * Has containers reached by addresses of their own, where that is possible: Docker's way to a published port
   * is a process that would be measured as well. They may have another one after {@link Power.start}.
   */
  readonly direct?: boolean | undefined;
  /**
   * Has each server keep its data on a small disk of its own, which can be filled: in memory, so nothing of it is
   * there when the machine has gone down. Natively only root on Linux may have that.
   */
  readonly smallDisks?: boolean | undefined;
  /** Has both speak TLS as well, with a certificate of a CA that is made for it. */
  readonly tls?: boolean | undefined;
  /** Hears one short sentence for each step that takes long. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

export type NativeOptions = Pick<StartOptions, 'binaryLog' | 'smallDisks' | 'tls'>;

export type ContainerOptions = Pick<StartOptions, 'direct' | 'smallDisks' | 'tls'>;

export type Progress = (line: string) => void;

/** Puts together what the caller gets; `release` runs once, however often it is stopped. */
export function toServers(
  way: Way,
  [database, broker]: readonly [Server, Broker],
  release: () => Promise<void>,
): Servers {
  let released: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    released ??= release();
    return released;
  };
  return { way, database, broker, stop, [Symbol.asyncDispose]: stop };
}
