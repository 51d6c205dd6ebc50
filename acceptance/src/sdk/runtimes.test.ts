import { describe, expect, it, vi } from 'vitest';
import { system } from '../world/users.ts';
import { runInChromium } from './runtimes/chromium.ts';
import { runInWorkerd } from './runtimes/workerd.ts';
import { runScenario } from './scenario/run-scenario.ts';

// A browser and a server, on whatever machine.
vi.setConfig({ testTimeout: 600_000 });

const { baseUrl, apiKey, adminEmail, adminPassword } = system;
const scene = { baseUrl, apiKey, adminEmail, adminPassword };

describe.each([
  ['Node', runScenario],
  ['workerd', runInWorkerd],
  ['Chromium', runInChromium],
])('the SDK in %s', (_, run) => {
  it('does what every public method promises', async () => {
    const { failures, uncalled, passed } = await run(scene);
    expect(failures).toEqual([]);
    expect(uncalled).toEqual([]);
    expect(passed.length).toBeGreaterThan(10);
  });
});
