import { expect, it } from 'vitest';
import { fillCodeBlocks } from '../../src/code-blocks.ts';

it('puts each example into the code block after its link, and changes nothing else', async () => {
  const markdown = (one: string, two: string) =>
    `# Title

Text, with [a link](examples/other.ts). [\`examples/one.ts\`](examples/one.ts):

\`\`\`ts
${one}\`\`\`

\`\`\`sh
not an example
\`\`\`

[two](../x/examples/two.py):

\`\`\`python
${two}\`\`\`
`;
  const read = async (path: string) => `from ${path}\n$1 $& \n`;
  expect(await fillCodeBlocks(markdown('old\n', ''), read)).toBe(
    markdown('from examples/one.ts\n$1 $& \n', 'from ../x/examples/two.py\n$1 $& \n'),
  );
});
