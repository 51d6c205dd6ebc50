import { createStorageApp } from './app.ts';

export { Janitor } from './janitor/janitor.ts';
export default createStorageApp();
