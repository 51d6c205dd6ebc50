import { createAuthApp } from './app.ts';

export default createAuthApp();
