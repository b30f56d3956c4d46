/** Control characters, formats such as those that turn the direction of a text, and lines' ends. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A text that does nothing to a terminal but stand there: what can't be seen is written as JSON would
 * (`\u001b`), so that JSON stays the same JSON.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escapeAll);
}

/** As {@link visible}, of a text of several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

function escapeAll(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    const unit = character.charCodeAt(at).toString(16).padStart(4, '0');
    return `\\u${unit}`;
  }).join('');
}

/**
 * The beginning of a text that takes up no more than so many columns of a terminal. A character that isn't
 * ASCII counts for two, which is the most that one can take up.
 */
export function cut(text: string, columns: number): string {
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += character > '~' ? 2 : 1;
    // The last column is for the ellipsis, unless nothing more comes.
    if (used > columns - 1) return kept + character === text && used <= columns ? text : `${kept}…`;
    kept += character;
  }
  return text;
}
