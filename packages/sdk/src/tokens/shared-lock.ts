/** Runs work while no other tab of this site runs work of the same name, where the runtime has Web Locks. */
export async function withSharedLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
  if (!locks) return work();
  return locks.request(name, work);
}
