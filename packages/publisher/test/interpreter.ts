import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findOrInstall } from '@post-views/servers';

export const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url));

/** What runs an example. */
export interface Interpreter {
  readonly name: string;
  /** Where it may be. */
  readonly programs: readonly string[];
  /** Arguments with which it fails when the library is missing. */
  readonly probe: readonly string[];
  /** Of Debian and Ubuntu, with the library. */
  readonly packages: readonly string[];
  /** What to do on any other system. */
  readonly otherwise: string;
}

export const PHP: Interpreter = {
  name: 'PHP with php-amqplib',
  programs: ['php'],
  probe: [
    '-r',
    "require is_file('vendor/autoload.php') ? 'vendor/autoload.php' : 'PhpAmqpLib/autoload.php'; new PhpAmqpLib\\Message\\AMQPMessage();",
  ],
  packages: ['php-cli', 'php-amqplib'],
  otherwise:
    'install PHP 8.1 or later, and run `composer require php-amqplib/php-amqplib` in packages/publisher/examples',
};

export const PYTHON: Interpreter = {
  name: 'Python with pika',
  // Debian's packages are for Debian's Python, which need not be the first.
  programs: ['python3', '/usr/bin/python3'],
  probe: ['-c', 'import pika'],
  packages: ['python3', 'python3-pika'],
  otherwise: 'install Python 3.9 or later, and run `python3 -m pip install pika`',
};

/**
 * The program, installed first where that can be done, as the servers are.
 *
 * @throws when it is not here: an example that nobody has run must not pass for one that works
 */
export async function openInterpreter(interpreter: Interpreter): Promise<string> {
  const { name, packages, otherwise } = interpreter;
  try {
    return await findOrInstall(
      async () => {
        const found = await find(interpreter);
        return found === undefined ? { missing: packages } : { found };
      },
      (line) => process.stdout.write(`  ${line}\n`),
    );
  } catch (cause) {
    throw new Error(`an example needs ${name}: ${otherwise}`, { cause });
  }
}

async function find({ programs, probe }: Interpreter): Promise<string | undefined> {
  for (const program of programs) {
    const works = await promisify(execFile)(program, probe, { cwd: EXAMPLES }).then(
      () => true,
      () => false,
    );
    if (works) return program;
  }
  return undefined;
}
