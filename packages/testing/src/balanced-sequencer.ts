import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { balance } from './balance.ts';
import { secondsOf } from './durations.ts';

/**
 * Divides the files of tests for `--shard` by how long they take. Vitest's own way is to divide them by their number, in an
 * order that is as good as random: what takes longest may all come into one part.
 */
export class BalancedSequencer extends BaseSequencer {
  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root, shard } = this.ctx.config;
    if (shard === undefined) return files;
    const loads = files.map((item) => {
      const name = `${item.project.name} ${relative(root, item.moduleId)}`;
      return { item, name, seconds: secondsOf(relative(root, item.moduleId)) };
    });
    return balance(loads, shard.count)[shard.index - 1] ?? [];
  }
}
