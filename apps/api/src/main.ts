import { setFlagsFromString } from 'node:v8';
import { announceEnd, bufferedStdout, createLog, runMain } from '@post-views/service';
import closeWithGrace from 'close-with-grace';
import { startApi } from './api.ts';
import { readConfig } from './config.ts';
import { HEAP_GROWING_PERCENT, SHUTDOWN_TIMEOUT_MS } from './limits.ts';

await runMain(async () => {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  const config = readConfig(process.env);
  const stdout = bufferedStdout();
  process.once('exit', stdout.flush);
  const log = createLog('api', config.logLevel, stdout.destination);
  const api = await startApi(config, log);
  closeWithGrace({ delay: SHUTDOWN_TIMEOUT_MS, logger: false }, async ({ err }) => {
    if (err) log.fatal({ event: 'crashed', err });
    await api.stop();
    await announceEnd();
  });
});
