export { flights, movies } from './datasets.ts';
export { replaceTable } from './load.ts';
export { type Answers, ask, type TableNames } from './questions.ts';
export { report } from './report.ts';
export { type Connection, connect, type SelfDb } from './selfdb.ts';
