import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { ReadStream, WriteStream } from 'node:tty';

/** Asks the operator for a line; it is empty when `signal` aborts before there is one. */
export type Ask = (question: string, signal: AbortSignal) => Promise<string>;

/** Has the operator type a number, so that nobody confirms what was not read. @returns whether it was typed */
export async function askForNumber(
  ask: Ask,
  question: string,
  n: number,
  signal: AbortSignal,
): Promise<boolean> {
  const answer = await ask(question, signal);
  return answer.replace(/[\s,]/g, '') === String(n);
}

/**
 * @param onInterrupt Ctrl-C, which is no signal while a question stands
 * @returns `undefined` when there is no terminal on which to ask and to answer
 */
export function askOn(
  input: ReadStream,
  output: WriteStream,
  onInterrupt: () => void,
): Ask | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  return async (question, signal) => {
    const terminal = createInterface({ input, output });
    terminal.on('SIGINT', onInterrupt);
    const over = [once(terminal, 'close'), once(signal, 'abort')];
    try {
      const answer = terminal.question(question, { signal }).catch(() => '');
      return await Promise.race([answer, ...over.map((event) => event.then(() => ''))]);
    } finally {
      terminal.close();
    }
  };
}
