import { createSignal } from 'solid-js';
import type { RunSettings } from './run-sql.ts';

const KEY = 'selfdb.sql.settings';
const DEFAULTS: RunSettings = { readOnly: false, timeoutMs: 30_000, maxRows: 1000 };

export const TIMEOUTS = [5000, 30_000, 60_000, 300_000];
export const ROW_LIMITS = [100, 1000, 10_000, 100_000];

/** What is stored in the browser may be anything. */
function readStored(): RunSettings {
  try {
    const stored = Object(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
    return {
      readOnly: stored.readOnly === true,
      timeoutMs: TIMEOUTS.includes(stored.timeoutMs) ? stored.timeoutMs : DEFAULTS.timeoutMs,
      maxRows: ROW_LIMITS.includes(stored.maxRows) ? stored.maxRows : DEFAULTS.maxRows,
    };
  } catch {
    return DEFAULTS;
  }
}

const [settings, setSettings] = createSignal<RunSettings>(readStored());

/** How statements run; remembered in this browser. */
export const runSettings = settings;

export function changeRunSettings(change: Partial<RunSettings>): void {
  const next = { ...settings(), ...change };
  localStorage.setItem(KEY, JSON.stringify(next));
  setSettings(next);
}
