import type { BrokerControl } from '@post-views/servers';

/** What the global set-up hands to the tests: `inject('databaseUrl')`. */
declare module 'vitest' {
  interface ProvidedContext {
    /** A user who may create databases. */
    databaseUrl: string;
    amqpUrl: string;
    /** See `Server.pid`: of the database and the broker. */
    serverPids: readonly [number | undefined, number | undefined];
    brokerControl: BrokerControl | undefined;
    serversWay: 'given' | 'containers' | 'native';
  }
}
