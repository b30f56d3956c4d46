import { count, type Ending, type Output, size, visible, visibleLines } from '@post-views/terminal';
import type { Context } from '../context.ts';
import type { Letter } from '../letter.ts';
import { maskBody, maskHeaders, openBody, openHeaders } from '../mask.ts';
import { maskText } from '../personal.ts';
import { selectorOf } from '../selection.ts';
import { SPAN_SIZE, walkThrough } from '../walk-through.ts';

export interface ShowOptions {
  /** Masks nothing. */
  readonly withPersonalData?: boolean;
}

/** `show`: all of one letter. Leaves the queue as it is. */
export async function show(context: Context, id: string, options: ShowOptions): Promise<Ending> {
  const selector = selectorOf({ ids: [id] });
  let found: Letter | undefined;
  const positions: number[] = [];

  return walkThrough(context, SPAN_SIZE, async (walk, progress) => {
    await walk.through((letter) => {
      if (selector.chooses(letter)) {
        found ??= letter;
        positions.push(walk.seen);
      }
      progress.update(walk.seen);
      return 'keep';
    });
    progress.clear();
    if (context.signal.aborted) return;
    selector.assertAllFound();
    if (found) write(context.out, found, placeOf(positions, walk.total), options);
  });
}

/** A letter may be there more than once: when its confirmation is lost, the consumer publishes it again. */
function placeOf(positions: readonly number[], total: number): string {
  return `${positions.map(count).join(' and ')} of ${count(total)}`;
}

function write(
  out: Output,
  { id, reason, message }: Letter,
  place: string,
  { withPersonalData = false }: ShowOptions,
): void {
  const { fields, properties, content } = message;
  const { headers = {}, ...others } = properties;
  const text = (value: unknown) => (withPersonalData ? String(value) : maskText(String(value)));
  const body = withPersonalData ? openBody(content) : maskBody(content, 2);

  out.write(`${out.style('bold', 'Letter')} ${out.style('cyan', id)}\n`);
  writeFields(out, [
    ['place', place],
    ['reason', reason],
    ['routing key', text(fields.routingKey)],
  ]);
  writeSection(out, 'Properties', [
    ...Object.entries(others)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): [string, string] => [nameOf(name), text(value)]),
  ]);
  writeSection(
    out,
    'Headers',
    Object.entries(withPersonalData ? openHeaders(headers) : maskHeaders(headers)),
  );
  const form = body.json ? 'JSON' : 'not JSON';
  out.write(`\n${out.style('bold', 'Body')}  ${size(content.length)}, ${form}\n`);
  out.write(`${visibleLines(body.text)}\n`);
}

/** As the protocol writes it: `message_id`. */
function nameOf(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function writeSection(out: Output, title: string, fields: readonly [string, string][]): void {
  if (fields.length === 0) return;
  out.write(`\n${out.style('bold', title)}\n`);
  writeFields(out, fields);
}

function writeFields(out: Output, fields: readonly [string, string][]): void {
  const width = Math.max(...fields.map(([name]) => name.length));
  for (const [name, value] of fields) {
    out.write(`  ${out.style('dim', visible(name).padEnd(width))}  ${visible(value)}\n`);
  }
}
