/** Grafana's colours by the names that dashboards use, in its light theme. */
const NAMED: Readonly<Record<string, string>> = {
  green: '#56a64b',
  'light-green': '#96d98d',
  blue: '#3274d9',
  'light-blue': '#8ab8ff',
  orange: '#ff780a',
  red: '#e02f44',
  'dark-red': '#ad0317',
  purple: '#a352cc',
};

/** For series that have none of their own, in their order. */
const PALETTE = [
  '#3274d9',
  '#56a64b',
  '#ff9830',
  '#a352cc',
  '#37872d',
  '#1250b0',
  '#e0b400',
  '#7c2ea3',
  '#fa6400',
  '#00a3a3',
];

export const INK = { text: '#24292e', faint: '#6e7785', line: '#e4e7ec', page: '#f4f5f5' } as const;

export function colourNamed(name: string): string {
  return NAMED[name] ?? name;
}

export function colourAt(index: number): string {
  return PALETTE[index % PALETTE.length] ?? INK.text;
}
