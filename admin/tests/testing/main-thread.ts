import type { CDPSession, Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of processor time, which other work on the machine does not stretch. */
  tdur: number;
  args: { name?: string };
}

/** The longest work of the page's main thread, in milliseconds of processor time. */
export interface LongestWork {
  task: number;
  script: number;
}

const SCRIPTS = ['FunctionCall', 'RunMicrotasks', 'FireAnimationFrame', 'TimerFire'];

/** Measures the main thread of a page while `work` runs. */
export async function measureMainThread(page: Page, work: () => Promise<void>): Promise<LongestWork> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser.');
  const session: CDPSession = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value.map(toTraceEvent)));
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

function toTraceEvent(event: Record<string, unknown>): TraceEvent {
  const { name, pid, tid, tdur, args } = event;
  const thread = typeof args === 'object' && args !== null ? Reflect.get(args, 'name') : undefined;
  return {
    name: String(name),
    pid: Number(pid),
    tid: Number(tid),
    tdur: Number(tdur ?? 0),
    args: typeof thread === 'string' ? { name: thread } : {},
  };
}

function longest(events: TraceEvent[], names: string[]): number {
  const threads = events
    .filter(({ args }) => args?.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid}:${tid}`);
  const times = events
    .filter(({ name, pid, tid }) => names.includes(name) && threads.includes(`${pid}:${tid}`))
    .map(({ tdur }) => tdur / 1000);
  return Math.round(Math.max(0, ...times));
}
