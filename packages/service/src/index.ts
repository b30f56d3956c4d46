export { caFile, readCertificates } from './ca-file.ts';
export { ConfigError, commonEnv, port, readEnv } from './env.ts';
export { buildHealthServer, type Check, type Checks, type HealthSources } from './health-server.ts';
export { listen } from './listen.ts';
export {
  type BufferedOutput,
  bufferedStdout,
  createLog,
  describeError,
  type ErrorDescription,
  type Logger,
} from './log.ts';
export { RepeatingLog } from './repeating-log.ts';
export { runMain } from './run-main.ts';
export { completeUrls, faultsIn, nameCertificates } from './server-env.ts';
export {
  announceEnd,
  type BatchTrace,
  batches,
  type Ending,
  type FailedAttempt,
  failedAttempts,
} from './tracing.ts';
export { parametersOf, pathsOf, splitUrls, urlsOf } from './urls.ts';
export { wholeNumber } from './whole-number.ts';
export { type Outcome, within } from './within.ts';
