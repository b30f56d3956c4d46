import { openPublisher, PublishError } from '@post-views/publisher';

// AMQP_URL=amqp://user:password@host:5672/vhost node publish.ts 0b6f3a52-9f0c-4f5e-8a55-000000000001
const [postUuid = ''] = process.argv.slice(2);
const url = process.env['AMQP_URL'] ?? 'amqp://127.0.0.1';

// One for the whole process.
const publisher = await openPublisher({ url });
try {
  const { eventId } = await publisher.publishPostView({
    postUuid,
    userId: 42,
    ip: '203.0.113.9',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    referer: 'https://news.ycombinator.com/',
  });
  process.stdout.write(`${eventId}\n`);
} catch (error) {
  if (!(error instanceof PublishError)) throw error;
  // Published later with this id and time it is the same view, and counted once.
  const { code, message, eventId, viewedAt } = error;
  process.stderr.write(`${JSON.stringify({ code, message, eventId, viewedAt })}\n`);
  process.exitCode = 1;
}

// When the process is told to end: what was published is confirmed first.
await publisher.close();
