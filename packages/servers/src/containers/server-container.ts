import type { GenericContainer, StartedTestContainer } from 'testcontainers';
import { CERTIFIED_HOST } from '../certificates.ts';
import type { Server } from '../servers.ts';
import { PROBE_TIMEOUT_MS, readyLine, untilReady } from '../until-ready.ts';
import {
  addressOf,
  type Context,
  certificateFiles,
  pidOf,
  powerOf,
  startContainer,
  whyEnded,
} from './container.ts';
import { makeDisk } from './disk.ts';

/** What tells the container of one server from that of another. */
export interface ServerKind {
  readonly what: string;
  readonly image: string;
  /** The server's disk, if it has a small one, and where it keeps its data. */
  readonly disk: { readonly name: 'database' | 'broker'; readonly folder: string };
  readonly port: number;
  /** The same as `port` where one port takes both. */
  readonly tlsPort: number;
  define(): GenericContainer;
  /** @param address `host:port` */
  urlAt(address: string): string;
  tlsUrlAt(address: string): string;
  readVersion(url: string, timeoutMs: number): Promise<string>;
}

const TIMEOUT_MS = 60_000;

/** Starts a server in a container, and waits until it answers. */
export async function startServerContainer(
  context: Context,
  kind: ServerKind,
): Promise<{ readonly container: StartedTestContainer; readonly server: Server }> {
  const { what, image, port, tlsPort } = kind;
  const { options, tls } = context;
  const disk = options.smallDisks ? await makeDisk(context, kind.disk.name, image) : undefined;
  const { container, lastLines } = await startContainer(context, what, (host) =>
    kind
      .define()
      .withBindMounts(disk ? [{ source: disk.volume, target: kind.disk.folder }] : [])
      .withCopyContentToContainer(certificateFiles(tls))
      .withExposedPorts({ container: port, host }, ...(tls && tlsPort !== port ? [tlsPort] : [])),
  );
  const url = kind.urlAt(await addressOf(context, container, port));
  const answers = () =>
    untilReady({
      what,
      probe: () => kind.readVersion(url, PROBE_TIMEOUT_MS),
      timeoutMs: TIMEOUT_MS,
      ended: () => whyEnded(context, container),
      lastLines,
    });
  const version = await answers();
  context.progress(readyLine(version, context.startedAt));
  const server = {
    url,
    version,
    pid: await pidOf(context, container),
    power: powerOf(context, container, answers),
    disk,
    tls: tls && {
      url: kind.tlsUrlAt(`${CERTIFIED_HOST}:${container.getMappedPort(tlsPort)}`),
      ca: tls.ca,
    },
  };
  return { container, server };
}
