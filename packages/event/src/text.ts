/** Whether a text has no more characters; counted by code points, as MySQL counts. */
export function fits(text: string, characters: number): boolean {
  return text.length <= characters || Array.from(text).length <= characters;
}

/** Cuts by code points, so that no surrogate pair is torn apart. */
export function cut(text: string, characters: number): string {
  return fits(text, characters) ? text : Array.from(text).slice(0, characters).join('');
}
