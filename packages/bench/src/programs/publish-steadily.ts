import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';
import { bodiesOf } from '../workload/events.ts';
import type { Workload } from '../workload/workload.ts';

// Publishes the events of a workload at the times at which they happen, whatever becomes of them: it never waits
// for a confirm before the next one, as readers of posts don't wait either. Its first line of input is the workload; it
// ends when all is published, or before that with the next line. Then it says how many events it published and how far
// behind it was itself, when the broker has confirmed all.

const { AMQP_URL = '', AMQP_QUEUE = '' } = process.env;
const TICK_MS = 1;

const connection = await connect(AMQP_URL);
const channel = await connection.createConfirmChannel();
process.stdout.write(`${JSON.stringify({ event: 'ready' })}\n`);

const input = createInterface(process.stdin);
const [line] = (await once(input, 'line')) as [string];
const { workload } = JSON.parse(line) as { workload: Workload };
let stopped = false;
input.once('line', () => {
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
input.close();
process.stdin.destroy();
