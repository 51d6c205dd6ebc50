import { createFunctionsApp } from './app.ts';

export { Dispatcher } from './dispatcher/dispatcher.ts';
export default createFunctionsApp();
