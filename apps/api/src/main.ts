import { createLog, gatheredOutput, runMain } from '@post-views/service';
import closeWithGrace from 'close-with-grace';
import { startApi } from './api.ts';
import { readConfig } from './config.ts';

/** More than `stop()` can take: only a fault lets it run out. */
const SHUTDOWN_TIMEOUT_MS = 12_000;

await runMain(async () => {
  const config = readConfig(process.env);
  const log = createLog('api', config.logLevel, gatheredOutput());
  const api = await startApi(config, log);
  closeWithGrace({ delay: SHUTDOWN_TIMEOUT_MS, logger: false }, async ({ err }) => {
    if (err) log.fatal({ event: 'crashed', err });
    await api.stop();
  });
});
