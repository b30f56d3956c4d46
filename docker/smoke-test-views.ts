/**
 * The views of `smoke-test`, published and read as other services do: they know the names of the exchange and
 * the routing key, and a URL and a key of the API, and share no code with this one.
 *
 *     node docker/smoke-test-views.ts publish|verify <AMQP URL> <API URL> <API key>
 *
 * - publish: publishes all of them, some twice, and waits until the API has counted each once
 * - verify: no message is left, none is a dead letter, and the counts are still the same
 */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

// amqplib belongs to the consumer; the root has no dependencies.
const { connect } = createRequire(new URL('../apps/consumer/package.json', import.meta.url))(
  'amqplib',
);

const QUEUE = 'analytics.post_views';
const TIMEOUT_MS = 120_000;
const COUNTED_WITHIN_MS = 60_000;
const POLL_MS = 200;
const EVENTS_PER_ARRAY = 25;

/** Each post with as many views as it gets: 600 together, no two the same. */
const POSTS = [200, 160, 120, 80, 40].map((views, index) => ({
  post_uuid: `0b6f3a52-9f0c-4f5e-8a55-00000000000${index + 1}`,
  views,
}));

// A broker that is short of memory never confirms.
setTimeout(() => {
  process.stderr.write(`not done within ${TIMEOUT_MS / 1000} s\n`);
  process.exit(1);
}, TIMEOUT_MS).unref();

const [step, amqpUrl, apiUrl, apiKey = ''] = process.argv.slice(2);
const connection = await connect(amqpUrl, { timeout: 10_000 });
try {
  if (step === 'publish') await publish();
  else if (step === 'verify') await verify();
  else throw new Error('the first argument must be publish or verify');
} finally {
  await connection.close();
}

async function publish(): Promise<void> {
  const channel = await connection.createConfirmChannel();
  let returned = 0;
  channel.on('return', () => {
    returned += 1;
  });
  const messages = createMessages();
  for (const message of messages) {
    channel.publish('analytics.events', 'post.viewed', Buffer.from(JSON.stringify(message)), {
      persistent: true,
      mandatory: true,
    });
  }
  await channel.waitForConfirms();
  strictEqual(returned, 0, 'some messages reached no queue');
  say(`published ${messages.length} messages`);

  const started = Date.now();
  while (!(await isCounted())) {
    if (Date.now() - started > COUNTED_WITHIN_MS) break;
    await sleep(POLL_MS);
  }
  await checkCounts();
  say(`each view was counted once after ${Date.now() - started} ms`);
}

async function verify(): Promise<void> {
  const channel = await connection.createChannel();
  strictEqual((await channel.checkQueue(QUEUE)).messageCount, 0, 'messages are left');
  strictEqual((await channel.checkQueue(`${QUEUE}.dead`)).messageCount, 0, 'views were refused');
  await checkCounts();
  say('the counts stay, and the queues are empty');
}

/** Half of the views alone, half in arrays, and every third message again. */
function createMessages(): object[] {
  const timestamp = new Date().toISOString();
  const events = POSTS.flatMap(({ post_uuid, views }) =>
    Array.from({ length: views }, () => ({ post_uuid, timestamp, event_id: randomUUID() })),
  );
  const singles = events.filter((_, index) => index % 2 === 0);
  const others = events.filter((_, index) => index % 2 === 1);
  const arrays = Array.from({ length: others.length / EVENTS_PER_ARRAY }, (_, index) =>
    others.slice(index * EVENTS_PER_ARRAY, (index + 1) * EVENTS_PER_ARRAY),
  );
  return [...arrays, ...singles].flatMap((message, index) =>
    index % 3 === 0 ? [message, message] : [message],
  );
}

async function isCounted(): Promise<boolean> {
  return checkCounts().then(
    () => true,
    () => false,
  );
}

/** @throws when the API says anything else, in the top list or of a post */
async function checkCounts(): Promise<void> {
  const top = POSTS.map((post, index) => ({ rank: index + 1, ...post }));
  deepStrictEqual(await get('/posts/top'), top);
  for (const post of POSTS) deepStrictEqual(await get(`/posts/${post.post_uuid}/views`), post);
}

async function get(path: string): Promise<unknown> {
  const response = await fetch(`${apiUrl}${path}`, {
    headers: { 'x-internal-api-key': apiKey },
    signal: AbortSignal.timeout(10_000),
  });
  strictEqual(response.status, 200, path);
  return ((await response.json()) as { data: unknown }).data;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
