import { constants } from 'node:os';

export interface Interrupts {
  /** Aborts at the first of them. */
  readonly signal: AbortSignal;
  /** Of a process that ends because of them; as a shell has it: 128 and the number of the signal. */
  readonly exitCode: number;
  interrupt(signal: 'SIGINT' | 'SIGTERM'): void;
  /** Lets signals do again what they do by themselves. */
  end(): void;
}

/** pnpm hands on a Ctrl-C that the terminal has sent to everybody: what comes this soon is the same. */
const SAME_MS = 1_000;

/**
 * Follows what tells a command to stop: Ctrl-C, SIGTERM, and a reader of its output that has gone. A second
 * signal ends the process on the spot.
 */
export function followInterrupts(program: NodeJS.Process): Interrupts {
  const controller = new AbortController();
  let exitCode = 0;
  let since = Number.POSITIVE_INFINITY;

  const interrupt = (signal: 'SIGINT' | 'SIGTERM') => {
    if (performance.now() - since > SAME_MS) program.exit(exitCode);
    if (controller.signal.aborted) return;
    exitCode = 128 + constants.signals[signal];
    since = performance.now();
    controller.abort();
  };
  const onOutputError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      exitCode = 1;
      program.stderr.write(`Failed: the output can not be written: ${error.message}\n`);
    }
    controller.abort();
  };
  program.on('SIGINT', interrupt);
  program.on('SIGTERM', interrupt);
  program.stdout.on('error', onOutputError);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    interrupt,
    end() {
      program.off('SIGINT', interrupt);
      program.off('SIGTERM', interrupt);
    },
  };
}
