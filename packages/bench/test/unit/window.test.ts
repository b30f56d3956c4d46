import { describe, expect, it } from 'vitest';
import { chooseWindow, type Look } from '../../src/measure/window.ts';

/** A look each second: what each process has done, in its row. Each has taken a CPU second for each second. */
function looks(...processes: number[][]): Look[] {
  const [first = []] = processes;
  const beginning: Look = { done: [], at: 0, cpu: { database: 100 } };
  return [
    beginning,
    ...first.map((_, index) => ({
      done: processes.map((row) => row[index] ?? 0),
      at: (index + 1) * 1000,
      cpu: { node: index + 1, database: 100 + index + 1 },
    })),
  ];
}

describe('chooseWindow', () => {
  it('leaves out the first fifth and the last twentieth', () => {
    expect(chooseWindow(looks([2, 10, 20, 60, 90, 98, 100]))).toEqual({
      events: 70,
      seconds: 2,
      eventsPerSecond: 70 / 2,
      cpuPer100k: { node: (2 / 70) * 100_000, database: (2 / 70) * 100_000 },
      whole: false,
    });
  });

  it('begins when all processes are at work', () => {
    const window = chooseWindow(looks([10, 20, 30, 40, 50], [0, 0, 10, 20, 50]));
    expect(window).toMatchObject({ events: 20, seconds: 1 });
  });

  it('ends before the first process has run out of work', () => {
    const window = chooseWindow(looks([10, 20, 25, 25, 25], [10, 20, 30, 40, 75]));
    expect(window).toMatchObject({ events: 20, seconds: 1 });
  });

  it('is the whole drain, and says so, when it was over too soon', () => {
    expect(chooseWindow(looks([0, 100]))).toMatchObject({
      events: 100,
      seconds: 2,
      cpuPer100k: { node: 2000, database: 2000 },
      whole: true,
    });
  });

  it('is the whole drain when one process came too late for any work', () => {
    expect(chooseWindow(looks([10, 50, 100], [0, 0, 0]))).toMatchObject({
      events: 100,
      whole: true,
    });
  });

  it('is the whole drain when no time lies between the looks that would do', () => {
    const [beginning, look] = looks([50]) as [Look, Look];
    const done = (events: number, at: number): Look => ({ ...look, done: [events], at });
    const window = chooseWindow([beginning, done(30, 1000), done(60, 1000), done(100, 2000)]);
    expect(window).toMatchObject({ events: 100, seconds: 2, whole: true });
  });
});
