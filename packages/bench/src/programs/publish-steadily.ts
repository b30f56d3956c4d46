import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';
import { bodiesOf } from '../workload/events.ts';
import type { Workload } from '../workload/workload.ts';

// Publishes the events of a workload at the times at which they happen, whatever becomes of them: it never waits
// for a confirm before the next one, as readers of posts don't wait either. It ends when all are published, or before
// that when it is told anything. Says then how many it were and how far behind it was itself, when the broker has
// confirmed all.

const { AMQP_URL = '', AMQP_QUEUE = '', WORKLOAD = '' } = process.env;
const workload = JSON.parse(WORKLOAD) as Workload;
const TICK_MS = 1;

const connection = await connect(AMQP_URL);
const channel = await connection.createConfirmChannel();
process.stdout.write(`${JSON.stringify({ event: 'ready' })}\n`);

let stopped = false;
process.stdin.once('data', () => {
  stopped = true;
});

let sent = 0;
let latestMs = 0;
for (const body of bodiesOf(workload)) {
  const due = workload.firstAt + (sent / workload.eventsPerSecond) * 1000;
  while (Date.now() < due && !stopped) await sleep(TICK_MS);
  if (stopped) break;
  channel.sendToQueue(AMQP_QUEUE, body, { persistent: true });
  sent += 1;
  // Also when it is behind: otherwise nothing would ever be written.
  if (sent % 100 === 0) await setImmediate();
  latestMs = Math.max(latestMs, Date.now() - due);
}
await channel.waitForConfirms();
process.stdout.write(`${JSON.stringify({ event: 'published', events: sent, latestMs })}\n`);
await connection.close();
process.stdin.destroy();
