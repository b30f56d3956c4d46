import { count, cut, type Ending, size, Table, time, visible } from '@post-views/terminal';
import type { Context } from '../context.ts';
import type { Letter, LetterReason } from '../letter.ts';
import { letters } from '../letters.ts';
import { maskBody } from '../mask.ts';
import { maskText } from '../personal.ts';
import { Summary } from '../summary.ts';
import { SPAN_SIZE, walkThrough } from '../walk-through.ts';

export interface ListOptions {
  readonly reason?: LetterReason;
  /** Lines; without it 50, or all when they are for a program. */
  readonly limit?: number;
  /** One JSON object a line, and nothing else. */
  readonly json?: boolean;
}

const DEFAULT_LINES = 50;
const PREVIEW_COLUMNS = 120;
/** The end of an id differs from others as soon as it can: its beginning is the time. */
const SHORT_ID = 8;

/** `list`: a line for each letter, and how many there are by reason. Leaves the queue as it is. */
export async function list(context: Context, options: ListOptions): Promise<Ending> {
  const { out, config } = context;
  const { reason, json = false } = options;
  const { limit = json ? Number.POSITIVE_INFINITY : DEFAULT_LINES } = options;
  const lines = json ? jsonLines(context) : tableLines(context);
  const summary = new Summary();
  let chosen = 0;

  return walkThrough(context, SPAN_SIZE, async (walk, progress) => {
    await walk.through((letter) => {
      summary.add(letter);
      if (reason === undefined || letter.reason === reason) {
        chosen += 1;
        if (chosen <= limit) lines.add(letter, walk.seen);
        if (chosen === limit) lines.end();
      }
      // A bar among the lines would tear them apart.
      if (chosen >= limit || out.columns === undefined) progress.update(walk.seen);
      return 'keep';
    });
    progress.clear();
    lines.end();
    if (json) return;
    const shown = Math.min(chosen, limit);
    if (shown > 0) out.write('\n');
    if (shown < chosen) {
      const more = `${count(shown)} of ${letters(chosen)} shown; --limit ${chosen} shows all`;
      out.write(`${out.style('dim', more)}\n`);
    }
    const ofAll = walk.seen < walk.total ? ` of ${count(walk.total)}` : '';
    summary.write(out, `${ofAll} in ${config.queue}`);
  });
}

interface Lines {
  add(letter: Letter, position: number): void;
  end(): void;
}

function tableLines({ out }: Context): Lines {
  const table = new Table(out, [
    { header: '#', align: 'right' },
    { header: 'REJECTED (UTC)', style: 'dim' },
    { header: 'REASON', style: 'yellow', least: 13 },
    { header: 'SIZE', align: 'right' },
    { header: 'ID', style: 'cyan' },
    { header: 'DETAIL', least: 16 },
    { header: 'BODY', style: 'dim', least: 20 },
  ]);
  return {
    add: (letter, position) => {
      const { id, reason, detail, rejectedAt, message } = letter;
      table.add([
        count(position),
        time(rejectedAt),
        reason,
        size(message.content.length),
        id.slice(-SHORT_ID),
        visible(maskText(detail)),
        cut(visible(bodyOf(letter)), PREVIEW_COLUMNS),
      ]);
    },
    end: () => table.flush(),
  };
}

function jsonLines({ out }: Context): Lines {
  return {
    add(letter, position) {
      const { id, reason, detail, rejectedAt, message } = letter;
      const line = JSON.stringify({
        position,
        id,
        rejected_at: rejectedAt,
        reason,
        detail: maskText(detail),
        bytes: message.content.length,
        body: cut(bodyOf(letter), PREVIEW_COLUMNS),
      });
      out.write(`${visible(line)}\n`);
    },
    end: () => undefined,
  };
}

function bodyOf({ message }: Letter): string {
  return maskBody(message.content, 0).text;
}
