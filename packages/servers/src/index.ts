export { type BrokerControl, controlBroker } from './broker-control.ts';
export type { Disk } from './disk.ts';
export { killGroup, signalGroup } from './native/process-group.ts';
export { NoServersError } from './no-servers-error.ts';
export type { Power, Servers, StartOptions, Way } from './servers.ts';
export { serversFromEnv } from './servers-from-env.ts';
export { startServers } from './start-servers.ts';
export { startWatchdog, type Watchdog } from './watchdog/watchdog.ts';
