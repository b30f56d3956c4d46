import { type Machine, readMachine } from './machine.ts';
import { type Probes, runProbes } from './probes.ts';
import { readSettings, type Settings, weakerSettings } from './settings.ts';
import type { Stage } from './stage.ts';

/** On what it was measured: without this the figures mean nothing to anybody else. */
export interface Surroundings extends Machine {
  readonly way: string;
  readonly database: string;
  readonly broker: string;
  readonly settings: Settings;
  readonly probes: Probes;
  readonly warnings: readonly string[];
}

export async function readSurroundings({ servers, database }: Stage): Promise<Surroundings> {
  const settings = await readSettings(database);
  return {
    ...(await readMachine()),
    way: servers.way,
    database: servers.database.version,
    broker: servers.broker.version,
    settings,
    probes: await runProbes(database),
    warnings: weakerSettings(settings),
  };
}
