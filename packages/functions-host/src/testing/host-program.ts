import { startHost } from './start-host.ts';

/** A host in a process of its own, with a function that is being called: for tests that kill it. */
const host = await startHost();
const code = host.deploy('export default { fetch() { while (true); } }', { timeout_ms: 60_000 });
void host.call(code).catch(() => {});
const timer = setInterval(() => {
  if (host.runners().length < 3) return;
  clearInterval(timer);
  console.log(host.directory);
}, 50);
