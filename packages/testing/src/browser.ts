import { env, getuid, stdout } from 'node:process';
import { findOrInstall, findProgram } from '@post-views/servers';
import { type Browser, launch } from 'puppeteer-core';

/** A minute for installing it, and what a busy machine may take besides. */
export const BROWSER_TIMEOUT_MS = 300_000;

/**
 * Starts a Chromium without a screen: the one at `TEST_CHROMIUM`, or the one of this machine, which on Debian is installed if
 * it is missing. It ends with its `close()`.
 *
 * @throws when there is none; saying what to install
 */
export async function openBrowser(): Promise<Browser> {
  return launch({
    executablePath: await chromiumPath(),
    args: [
      // Root has no sandbox. What it opens here is ours.
      ...(getuid?.() === 0 ? ['--no-sandbox'] : []),
      // In a container /dev/shm is small.
      '--disable-dev-shm-usage',
      // What it would ask its maker by itself.
      '--disable-background-networking',
      '--disable-component-update',
    ],
  });
}

async function chromiumPath(): Promise<string> {
  const given = env['TEST_CHROMIUM'];
  if (given) return given;
  try {
    return await findOrInstall(findChromium, (line) => stdout.write(`  ${line}\n`));
  } catch (cause) {
    const what =
      'a test needs Chromium or Chrome: install one, or name its program in TEST_CHROMIUM';
    throw new Error(what, { cause });
  }
}

async function findChromium() {
  const found = await findProgram('chromium', 'chromium-browser', 'google-chrome', 'chrome');
  return found === undefined ? { missing: ['chromium'] } : { found };
}
