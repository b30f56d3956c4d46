export interface SaidLine {
  readonly event?: string;
  readonly [field: string]: unknown;
}

/** What a program says, of each event the first line and the last. */
export interface SaidLines {
  /** @returns whether it said something for the first time */
  add(text: string): boolean;
  first(event: string): SaidLine | undefined;
  last(event: string): SaidLine | undefined;
}

const EVENT = '"event":"';

/**
 * Keeps lines as text, and parses one only when somebody asks for it: a program under load writes a line for each
 * request, and whoever measures it must not need a core to listen.
 */
export function collectLines(): SaidLines {
  const firsts = new Map<string, string>();
  const lasts = new Map<string, string>();
  let rest = '';

  function keep(line: string): boolean {
    const event = eventOf(line);
    if (event === undefined) return false;
    lasts.set(event, line);
    if (firsts.has(event)) return false;
    firsts.set(event, line);
    return true;
  }

  return {
    add(chunk) {
      const text = rest + chunk;
      let [start, isNew] = [0, false];
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        if (keep(text.slice(start, end))) isNew = true;
        start = end + 1;
      }
      rest = text.slice(start);
      return isNew;
    },
    first: (event) => parse(firsts.get(event)),
    last: (event) => parse(lasts.get(event)),
  };
}

/** Within a string of JSON, quotes are escaped: there it can't be taken for the field. */
function eventOf(line: string): string | undefined {
  const at = line.indexOf(EVENT);
  if (at === -1) return undefined;
  const from = at + EVENT.length;
  return line.slice(from, line.indexOf('"', from));
}

function parse(line: string | undefined): SaidLine | undefined {
  return line === undefined ? undefined : (JSON.parse(line) as SaidLine);
}
