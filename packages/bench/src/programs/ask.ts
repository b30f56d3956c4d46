import { setTimeout as sleep } from 'node:timers/promises';
import { openConnections } from '../load/connections.ts';
import type { Load } from '../load/load.ts';
import { askInTurn, askOnTime } from '../load/loops.ts';
import { evenly } from '../load/schedule.ts';
import { createTally } from '../load/tally.ts';
import { requestsOf } from '../workload/requests.ts';

// Asks a server over HTTP, as fast as it answers or at a fixed rate, and says at the end what came of it. It warms
// up first, in this process and without a pause before the part that counts: V8 compiles what is called often while it
// is called, on both sides.

const load = JSON.parse(process.env['LOAD'] ?? '') as Load;
const { warmUpSeconds, seconds, rate } = load;
const next = requestsOf(load.requests);
const connections = openConnections(load.connections, load.url, load.headers);

const begin = performance.now();
const from = begin + warmUpSeconds * 1000;
const end = from + seconds * 1000;
const tally = createTally(from, seconds);

const options = { connections, next, tally };
const [cpuSeconds] = await Promise.all([watchCpu(), ask()]);
await Promise.all(connections.map((connection) => connection.close()));
say({ event: 'told', result: tally.result(cpuSeconds) });

async function ask(): Promise<void> {
  if (rate === undefined) return askInTurn(options, end);
  const schedule = evenly(rate, warmUpSeconds + seconds);
  return askOnTime(options, schedule, { begin, mayWait: load.waiting ?? 0 });
}

/** Tells where the part that counts begins and ends, so that others can read their clocks too. */
async function watchCpu(): Promise<number> {
  await sleep(warmUpSeconds * 1000);
  const before = process.cpuUsage();
  say({ event: 'measuring' });
  await sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  say({ event: 'measured' });
  return (user + system) / 1e6;
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
