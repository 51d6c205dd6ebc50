export interface RunnerBindings {
  LOADER: WorkerLoader;
  /** The host, at the socket of this runner alone. */
  CONTROL: Fetcher;
  /** The addresses of the internet, without those of the machine and its networks. */
  PUBLIC: Fetcher;
  /** Any address; for what the setting FUNCTIONS_ALLOWED_ADDRESSES opens. */
  OPENED: Fetcher;
  SHIM: string;
  CLIENT: string;
  HIDE_TRACE: string;
}

/** The function that this runner was given. */
export interface Loaded {
  main: string;
  modules: Record<string, string>;
  variables: Record<string, string>;
  network: { mode: 'public' | 'none' | 'hosts'; hosts: string[] };
  /** `host:port` of addresses that would otherwise be refused. */
  opened: string[];
}
