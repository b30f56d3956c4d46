import { runMain } from '@post-views/service';
import { type CheckedOverlay, checkOverlay } from './check-overlay.ts';
import { overlays, RenderError, render } from './render.ts';
import { RULES } from './rules/rules.ts';

/**
 * `pnpm check:manifests`: renders each overlay of infra/kubernetes, and checks every object against the types of its kind
 * and all together against our rules. Ends with one line `N passed, N failed`, of objects and rules in all overlays.
 */
await runMain(async () => {
  let passed = 0;
  let failed = 0;
  for (const overlay of await overlays()) {
    const checked = await renderAndCheck(overlay);
    say(`${overlay}: ${checked.objects.length} objects: ${checked.objects.join(', ')}`);
    for (const { object, field, problem } of checked.findings) {
      say(`failed: ${[overlay, object, field, problem].filter(Boolean).join(': ')}`);
    }
    passed += checked.passed;
    failed += checked.failed;
  }
  say(`Of each overlay:\n${RULES.map(({ says }) => `- ${says}`).join('\n')}`);
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
});

async function renderAndCheck(overlay: string): Promise<CheckedOverlay> {
  try {
    return await checkOverlay(await render(overlay));
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    const finding = { object: '', field: '', problem: error.message };
    return { objects: [], findings: [finding], passed: 0, failed: 1 };
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
