import { setTimeout as sleep } from 'node:timers/promises';
import { openConnections } from '../load-generator/connections.ts';
import { askInTurn, askOnTime } from '../load-generator/loops.ts';
import type { LoadPlan } from '../load-generator/plan.ts';
import { evenly } from '../load-generator/schedule.ts';
import { createTally } from '../load-generator/tally.ts';
import { requestsOf } from '../workload/requests.ts';

// The load generator: sends requests over HTTP, as fast as they are answered or at a fixed rate, and reports at the end. It
// warms up first, in this process and without a pause before the part that counts: V8 compiles what is called often while it
// is called, on both sides.

const plan = JSON.parse(process.env['LOAD_PLAN'] ?? '') as LoadPlan;
const { warmUpSeconds, seconds, rate } = plan;
const next = requestsOf(plan.requests);
const connections = openConnections(plan.connections, plan.url, plan.headers);

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
  return askOnTime(options, schedule, {
    begin,
    mayWait: plan.waiting ?? 0,
    group: plan.group,
  });
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
