import { createBackupApp } from './app.ts';

export default createBackupApp();
