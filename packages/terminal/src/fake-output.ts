import type { Output } from './output.ts';

/** Keeps what is written; a terminal of so many columns, or none. Styles show as `<dim>…`. */
export function fakeOutput(columns?: number): Output & { readonly text: string } {
  let text = '';
  return {
    columns,
    get text() {
      return text;
    },
    write(more) {
      text += more;
    },
    style: (style, words) => (columns === undefined ? words : `<${String(style)}>${words}`),
  };
}
