export {
  type LogLine,
  type Outcome,
  outcomeOf,
  type RunningProgram,
  startProgram,
} from './child-process.ts';
export { documentedMetrics, registeredMetrics } from './documented-metrics.ts';
export { createLogLines, logTo } from './log-lines.ts';
export { readMetric, readMetrics } from './metrics.ts';
export { createTcpProxy, replaceText, type Tamper, type TcpProxy } from './tcp-proxy.ts';
export { createTestBroker, type TestBroker } from './test-broker.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { testSeed } from './test-seed.ts';
export { countViews, deleteViews, testUuid, testView, testViews } from './views.ts';
