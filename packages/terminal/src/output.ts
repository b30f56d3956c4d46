import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Standard output or standard error, as far as commands need to know. */
export interface Output {
  /** Columns of the terminal; `undefined` when it is none. */
  readonly columns: number | undefined;
  /** Control characters must not get here: see `visible.ts`. */
  write(text: string): void;
  /** Plain when this is no terminal, or its user wants no colours. */
  style(style: Style, text: string): string;
}

export function outputTo(stream: WriteStream): Output {
  return {
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    write: (text) => void stream.write(text),
    style: (style, text) => styleText(style, text, { stream }),
  };
}
