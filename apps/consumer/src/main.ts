import { announceEnd, createLog, runMain } from '@post-views/service';
import closeWithGrace from 'close-with-grace';
import { readConfig } from './config.ts';
import { startConsumer } from './consumer.ts';

/** More than closing all connections, and telling of it, can take beyond SHUTDOWN_TIMEOUT_MS: only a fault lets it run out. */
const CLOSING_MS = 8_000;

await runMain(async () => {
  const config = readConfig(process.env);
  const log = createLog('consumer', config.logLevel);
  const consumer = await startConsumer(config, log);
  closeWithGrace(
    { delay: config.shutdownTimeoutMs + CLOSING_MS, logger: false },
    async ({ err }) => {
      if (err) log.fatal({ event: 'crashed', err });
      await consumer.stop();
      await announceEnd();
    },
  );
});
