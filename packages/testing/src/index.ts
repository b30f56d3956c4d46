export { type LogLine, type RunningProgram, startProgram } from './child-process.ts';
export { documentedMetrics, registeredMetrics } from './documented-metrics.ts';
export { createLogLines } from './log-lines.ts';
export { createTcpProxy, replaceText, type Tamper, type TcpProxy } from './tcp-proxy.ts';
export { createTestBroker, type TestBroker } from './test-broker.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { testSeed } from './test-seed.ts';
export { testUuid, testViews } from './views.ts';
