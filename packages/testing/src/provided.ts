/** What the global set-up hands to the tests: `inject('databaseUrl')`. */
declare module 'vitest' {
  interface ProvidedContext {
    /** A user who may create databases. */
    databaseUrl: string;
    amqpUrl: string;
    serversWay: 'given' | 'containers' | 'native';
  }
}

export {};
