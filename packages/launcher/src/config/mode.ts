export const modes = ['full', 'dev'] as const;

/** `full`: all services. `dev`: those of `npm run dev`, which runs the workers under wrangler. */
export type Mode = (typeof modes)[number];
