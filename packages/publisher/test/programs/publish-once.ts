import { openPublisher, PublishError } from '../../src/index.ts';

/** `publish-once.ts <url> <queue>`: publishes one view, says what has become of it, closes, and has nothing more to do. */
const [url = '', routingKey = ''] = process.argv.slice(2);
const publisher = await openPublisher({ url, exchange: '', routingKey, confirmTimeoutMs: 2_000 });
try {
  await publisher.publishPostView({ postUuid: '0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5f' });
  process.stdout.write('confirmed\n');
} catch (error) {
  process.stdout.write(`${error instanceof PublishError ? error.code : String(error)}\n`);
}
await publisher.close();
