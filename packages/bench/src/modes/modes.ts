import { api } from './api.ts';
import { compare } from './compare.ts';
import { deadlocks } from './deadlocks.ts';
import { latency } from './latency.ts';
import { letters } from './letters.ts';
import { memory } from './memory.ts';
import type { Mode } from './mode.ts';
import { overload } from './overload.ts';
import { posts } from './posts.ts';
import { size } from './size.ts';
import { tuning } from './tuning.ts';

/** By the word after `pnpm bench`; without one it is the first. */
export const MODES: Readonly<Record<string, Mode>> = {
  compare,
  latency,
  memory,
  letters,
  size,
  posts,
  deadlocks,
  tuning,
  api,
  overload,
};
