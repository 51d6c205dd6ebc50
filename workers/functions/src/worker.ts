import { createFunctionsApp } from './app.ts';

export default createFunctionsApp();
