import { createStorageWorker } from './app.ts';

export { Janitor } from './janitor/janitor.ts';
export default createStorageWorker();
