/** For all suites: what a busy machine does late is not a fault. Without `expect.poll`, vitest gives up on a condition after a second. */
export const TIMEOUTS = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
};
