import { type ConsumeMessage, connect } from 'amqplib';

// Takes messages from a queue as fast as the broker gives them, and does nothing with them but acknowledge them
// in batches.

const { AMQP_URL = '', AMQP_QUEUE = '', PREFETCH = '', ACKNOWLEDGE_EVERY = '' } = process.env;
const every = Number(ACKNOWLEDGE_EVERY);
/** What is left of less than a batch is acknowledged when nothing more has come for so long. */
const IDLE_MS = 20;

const connection = await connect(AMQP_URL);
const channel = await connection.createChannel();
await channel.prefetch(Number(PREFETCH));

let events = 0;
let at = 0;
let unacknowledged: ConsumeMessage | undefined;
const timer = setTimeout(acknowledge, IDLE_MS);

await channel.consume(AMQP_QUEUE, (message) => {
  if (!message) return;
  events += 1;
  at = Date.now();
  unacknowledged = message;
  if (events % every === 0) acknowledge();
  else timer.refresh();
});

process.once('SIGTERM', () => void connection.close());

function acknowledge(): void {
  if (!unacknowledged) return;
  channel.ack(unacknowledged, true);
  unacknowledged = undefined;
  process.stdout.write(`${JSON.stringify({ event: 'done', events, at })}\n`);
}
