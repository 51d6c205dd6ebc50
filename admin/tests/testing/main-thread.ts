import type { CDPSession, Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds of processor time, which other work on the machine does not stretch. */
  tdur?: number;
  args: { name?: string };
}

/** The longest work of the page's main thread, in milliseconds of processor time. */
export interface LongestWork {
  task: number;
  script: number;
}

function isTraceEvent(value: object): value is TraceEvent {
  return 'name' in value && 'tid' in value && 'args' in value;
}

const SCRIPTS = ['FunctionCall', 'RunMicrotasks', 'FireAnimationFrame', 'TimerFire'];

/** Measures the main thread of a page while `work` runs. */
export async function measureMainThread(page: Page, work: () => Promise<void>): Promise<LongestWork> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser.');
  const session: CDPSession = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }: { value: object[] }) =>
    events.push(...value.filter(isTraceEvent)),
  );
  const ended = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'toplevel'] },
  });
  await work();
  await session.send('Tracing.end');
  await ended;
  await session.detach();
  return {
    task: longest(events, ['RunTask', 'ThreadControllerImpl::RunTask']),
    script: longest(events, SCRIPTS),
  };
}

function longest(events: TraceEvent[], names: string[]): number {
  const threads = events
    .filter(({ args }) => args?.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid}:${tid}`);
  const times = events
    .filter(({ name, pid, tid }) => names.includes(name) && threads.includes(`${pid}:${tid}`))
    .map(({ tdur = 0 }) => tdur / 1000);
  return Math.round(Math.max(0, ...times));
}
