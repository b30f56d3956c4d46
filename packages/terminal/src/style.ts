import { styleText } from 'node:util';

/** How help is styled; commander leaves the styles out where there is no terminal, or no wish for colours. */
export const inHelp = {
  styleTitle: (text: string) => styleText('bold', text, { validateStream: false }),
  styleSubcommandText: (text: string) => styleText('cyan', text, { validateStream: false }),
  styleOptionText: (text: string) => styleText('yellow', text, { validateStream: false }),
  styleArgumentText: (text: string) => styleText('green', text, { validateStream: false }),
};
