import type { Power } from '../servers.ts';
import { untilReady } from '../until-ready.ts';
import { docker } from './docker.ts';

/** One server of several that are one for their clients. */
export interface ClusterNode extends Omit<Power, 'runs'> {
  /** As the compose file calls it: `rabbitmq-1`. */
  readonly name: string;
  readonly url: string;
  /** Takes the other nodes from it. Its clients still reach it. */
  cutOff(): Promise<void>;
  /** Gives the other nodes back to it; resolves when it is one of them again. */
  restore(): Promise<void>;
  /** Resolves when the server answers and all nodes have each other; with what it is. */
  joined(): Promise<string>;
  /**
   * Runs a program beside the server.
   *
   * @returns what it wrote
   * @throws when it fails; with what it wrote
   */
  run(program: string, ...args: string[]): Promise<string>;
}

export interface NodeOptions {
  readonly project: string;
  readonly name: string;
  readonly url: string;
  /** Resolves when the server answers and all nodes have each other; fails otherwise. */
  readonly probe: (node: ClusterNode) => Promise<string>;
}

/** The network on which nodes know each other, by names that end like that. */
const PEERS = 'peers';
const JOINED_WITHIN_MS = 300_000;

export function clusterNode({ project, name, url, probe }: NodeOptions): ClusterNode {
  const container = `${project}-${name}-1`;
  const network = `${project}_${PEERS}`;
  return {
    name,
    url,
    kill: async () => void (await docker(['kill', container])),
    async start() {
      await docker(['start', container]);
      await this.joined();
    },
    cutOff: async () => void (await docker(['network', 'disconnect', network, container])),
    async restore() {
      await docker(['network', 'connect', '--alias', `${name}.${PEERS}`, network, container]);
      await this.joined();
    },
    joined() {
      return untilReady({
        what: name,
        probe: () => probe(this),
        timeoutMs: JOINED_WITHIN_MS,
        ended: () => undefined,
        lastLines: () => docker(['logs', '--tail', '20', container]),
      });
    },
    run: (program, ...args) => docker(['exec', container, program, ...args]),
  };
}
