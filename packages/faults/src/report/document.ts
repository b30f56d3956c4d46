import type { Figures } from './figures.ts';
import { cellsOf, isPassed, type Outcome, sumsOf, whatIsWrong } from './table.ts';

/** Where the sum of all figures goes, and where the figures go, in the text around them. */
const PLACES = { sum: '<!-- sum -->', figures: '<!-- figures -->' } as const;

/**
 * The page of what the suite has shown: a section for each run.
 *
 * @param frame the text around the figures, Markdown
 * @throws when the figures are of few trials, or not of a whole run
 */
export function renderDocument(frame: string, runs: readonly Figures[]): string {
  for (const place of Object.values(PLACES)) {
    if (!frame.includes(place)) throw new Error(`the text around the figures has no ${place}`);
  }
  return frame
    .replace(PLACES.sum, () => renderSum(runs.flatMap(({ outcomes }) => outcomes)))
    .replace(PLACES.figures, () => runs.map(renderRun).join('\n\n'));
}

function renderSum(outcomes: readonly Outcome[]): string {
  const [trials, views, lost, twice] = sumsOf(outcomes);
  return `**${trials} faults, ${views} views: lost ${lost}, counted twice ${twice}.**`;
}

function renderRun(run: Figures): string {
  const {
    way,
    database,
    broker,
    machine,
    seed,
    startedAt,
    endedAt,
    long,
    only,
    cluster,
    shard,
    outcomes,
    mutants,
  } = run;
  if (!long) throw new Error(`${way}: these figures are not of a run with --long`);
  const isWhole = endedAt !== null && only === null && !shard;
  if (!isWhole) throw new Error(`${way}: this is not a whole run`);
  const gib = Math.round(machine.memoryBytes / 1024 ** 3);
  return [
    `## ${database} and ${broker}, ${way}`,
    '',
    `Begun on ${startedAt.slice(0, 10)}, commit ${machine.commit}, Node ${machine.node.slice(1)}, on ${machine.cores} cores ` +
      `(${machine.cpu}) with ${gib} GiB, ${machine.kernel}; servers, publisher and consumers share them. To repeat it:`,
    '',
    '```sh',
    `SERVERS=${way} npx pnpm test:faults --long --seed ${seed}${cluster ? ' --cluster' : ''}`,
    '```',
    '',
    ...renderOutcomes(outcomes),
    '',
    'Consumers that make a mistake each, and what noticed them:',
    '',
    '| a consumer that … | row | noticed by |',
    '| --- | --- | --- |',
    ...mutants.map(({ name, row, noticed, by }) =>
      line([name, `${row.number}, ${row.name}`, noticed ? by : '**not noticed**']),
    ),
  ].join('\n');
}

function renderOutcomes(outcomes: readonly Outcome[]): string[] {
  const remarks = outcomes.flatMap(({ row, playedOn, commit, result: { remark } }) => {
    const texts = [playedOn && `on ${playedOn}`, commit && `on commit ${commit}`, remark];
    const told = texts.filter((text) => text !== undefined && text !== null).join('; ');
    return told === '' ? [] : [`- Row ${row.number}, ${row.name}: ${told}`];
  });
  return [
    '| | what fails | trials | views | lost | counted twice | dead letters | counting again, s: median | worst |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...outcomes.map((outcome) => {
      const [number = '', name = '', ...cells] = cellsOf(outcome);
      const { result } = outcome;
      const failed = isPassed(result) ? '' : ` **failed:** ${whatIsWrong(result)}`;
      return line([number, `${name}${failed}`, ...cells]);
    }),
    line(['', '**all**', ...sumsOf(outcomes), '', '']),
    ...(remarks.length > 0 ? ['', ...remarks] : []),
  ];
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
