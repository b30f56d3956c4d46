const POLL_MS = 1_000;

/**
 * Runs `end` once this process's parent is gone: `npx` and `pnpm` don't hand on every signal that ends
 * them, and what they started would go on without anybody to stop it.
 */
export function endWithParent(end: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, POLL_MS);
  timer.unref();
}
