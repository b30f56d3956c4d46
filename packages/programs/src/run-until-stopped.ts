import closeWithGrace from 'close-with-grace';

const ENDING_MS = 30_000;

/**
 * Runs what starts servers and programs, to its end or until this process is told to stop: then whatever waits is told so,
 * and all that was started is ended where it was started.
 *
 * @param say hears one short sentence for each step
 * @throws what `run` throws, unless that is because it was stopped
 */
export async function runUntilStopped(
  run: (signal: AbortSignal) => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  const stopping = new AbortController();
  const running = run(stopping.signal);
  let told = false;
  const ending = closeWithGrace({ delay: ENDING_MS, logger: false }, async ({ err }) => {
    told = true;
    say(err ? `stopping: ${err.message}` : 'stopping');
    stopping.abort(new Error('stopped'));
    await running.catch(() => undefined);
    say('stopped; nothing is left running');
  });
  try {
    await running;
  } catch (error) {
    // What fails because it was told to end says so in many ways.
    if (!told) throw error;
  } finally {
    if (!told) ending.uninstall();
  }
}
