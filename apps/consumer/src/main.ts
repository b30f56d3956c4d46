import { createLog, runMain } from '@post-views/service';
import closeWithGrace from 'close-with-grace';
import { readConfig } from './config.ts';
import { startConsumer } from './consumer.ts';

/** More than `stop()` can take: only a fault in it lets this run out. */
const BEYOND_SHUTDOWN_MS = 5_000;

await runMain(async () => {
  const config = readConfig(process.env);
  const log = createLog('consumer', config.logLevel);
  const consumer = await startConsumer(config, log);
  closeWithGrace(
    { delay: config.shutdownTimeoutMs + BEYOND_SHUTDOWN_MS, logger: false },
    async ({ err }) => {
      if (err) log.fatal({ event: 'crashed', err });
      await consumer.stop();
    },
  );
});
