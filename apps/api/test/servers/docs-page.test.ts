import { BROWSER_TIMEOUT_MS, openBrowser } from '@post-views/testing/browser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp } from '../open-test-app.ts';

const WAIT = { timeout: 40_000, interval: 200 };
const SIZE = { width: 1280, height: 900 };
/** A library of the page looks whether it may, and does without. */
const MAY_IT_EVAL = 'policy: script-src eval';

/** Requests of a tag that is closed are not there. */
const OPEN_AND_READ = `
  for (const button of document.querySelectorAll('nav button[aria-expanded=false], aside button[aria-expanded=false]'))
    if (button.innerText.startsWith('Open Group')) button.click();
  document.body.innerText;
`;

let releases: AsyncDisposableStack;
let url: string;
let browser: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  releases = new AsyncDisposableStack();
  const test = releases.use(await openTestApp());
  url = await test.app.listen({ host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
  releases.defer(() => browser.close());
}, BROWSER_TIMEOUT_MS);
afterAll(() => releases.disposeAsync());

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary: string }>>>>;
}

async function readSummaries(): Promise<string[]> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  return operations.map(({ summary }) => summary);
}

/** A page, what it has asked for, and what went wrong on it. */
async function openPage() {
  const page = await browser.newPage();
  const asked: string[] = [];
  const faults: string[] = [];
  await page.setViewport(SIZE);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    asked.push(request.url());
    void request.continue();
  });
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`));
  page.on('pageerror', (error) => faults.push(`thrown: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  await page.exposeFunction('tellFault', (fault: string) => faults.push(fault));
  await page.evaluateOnNewDocument(`
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      tellFault('policy: ' + effectiveDirective + ' ' + blockedURI));
  `);
  return { page, asked, faults };
}

it('the page of the API shows every request, without a fault, and asks nobody else for anything', async () => {
  const summaries = await readSummaries();
  expect(summaries).not.toEqual([]);
  const { page, asked, faults } = await openPage();

  const response = await page.goto(`${url}/docs`);
  expect(response?.headers()['content-security-policy']).toContain("default-src 'self'");
  const notShown = async () => {
    const text = String(await page.evaluate(OPEN_AND_READ));
    return summaries.filter((summary) => !text.includes(summary));
  };
  await expect.poll(notShown, WAIT).toEqual([]);
  expect(await page.title()).toBe('Post views');
  // A browser asks for some things last, the picture of its tab for one.
  await page.waitForNetworkIdle();

  expect(faults.filter((fault) => fault !== MAY_IT_EVAL)).toEqual([]);
  expect(asked).toContain(`${url}/openapi.json`);
  const isOurs = (one: string) => one.startsWith(`${url}/`) || /^(data|blob):/.test(one);
  expect(asked.filter((one) => !isOurs(one))).toEqual([]);
});
