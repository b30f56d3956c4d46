/** A link to a file in a folder `examples`, and the code block after it. */
const EXAMPLE = /(\]\(([^)\n]*examples\/[^)\n]+)\):\n\n```\w+\n).*?^```$/gms;

/**
 * Puts the examples that a Markdown file links to into the code blocks after their links.
 *
 * @param read reads an example, by its path from the folder of the Markdown file
 */
export async function fillCodeBlocks(
  markdown: string,
  read: (path: string) => Promise<string>,
): Promise<string> {
  const paths = [...markdown.matchAll(EXAMPLE)].map(([, , path = '']) => path);
  const code = new Map(
    await Promise.all(paths.map(async (path) => [path, await read(path)] as const)),
  );
  return markdown.replace(EXAMPLE, (_, start, path) => `${start}${code.get(path)}\`\`\``);
}
