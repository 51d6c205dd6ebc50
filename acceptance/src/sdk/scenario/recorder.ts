/** Which public methods of the SDK have been called. */
export interface Recorder {
  /** Records the methods of an object, and of the objects in its fields. */
  watch(root: object): void;
  /** `Class.method` of those that have not been called. */
  uncalled(): string[];
}

export function createRecorder(): Recorder {
  const called = new Map<string, boolean>();
  const seen = new Set<object>();
  const watch = (root: object): void => {
    const prototype = Object.getPrototypeOf(root);
    if (seen.has(root) || prototype === Object.prototype || prototype === null) return;
    seen.add(root);
    if (!seen.has(prototype)) record(prototype);
    for (const field of Object.values(root)) {
      if (typeof field === 'object' && field !== null) watch(field);
    }
  };
  const record = (prototype: object): void => {
    seen.add(prototype);
    for (const key of Reflect.ownKeys(prototype)) {
      const { value: method } = Object.getOwnPropertyDescriptor(prototype, key) ?? {};
      if (key === 'constructor' || typeof method !== 'function') continue;
      const name = `${prototype.constructor.name}.${String(key)}`;
      called.set(name, false);
      Object.defineProperty(prototype, key, {
        configurable: true,
        writable: true,
        value(this: unknown, ...given: unknown[]) {
          called.set(name, true);
          const result: unknown = Reflect.apply(method, this, given);
          if (typeof result === 'object' && result !== null && isOfSdk(result)) watch(result);
          return result;
        },
      });
    }
  };
  return { watch, uncalled: () => [...called].flatMap(([name, was]) => (was ? [] : [name])).sort() };
}

/** Whether an object is a part of the SDK that a method gives, such as a query. */
function isOfSdk(value: object): boolean {
  return /^(?:RowQuery|NamedTable|RealtimeChannel)$/.test(value.constructor.name);
}
