import type { SelfDB } from '@selfdb/sdk';

/** Where the scenario runs, and as whom. */
export interface Scene {
  baseUrl: string;
  apiKey: string;
  adminEmail: string;
  adminPassword: string;
}

/** What the steps of a scenario use. */
export interface Stage extends Scene {
  /** A word that no other run uses. */
  marker: string;
  /** A client of its own, for nobody. */
  client: () => SelfDB;
  /** Signed in as the administrator. */
  admin: SelfDB;
  /** Signed in as a new user, whose password is `password`. */
  user: SelfDB;
  email: string;
  password: string;
}

export interface Step {
  name: string;
  run: (stage: Stage) => Promise<void>;
}
