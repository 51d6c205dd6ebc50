import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envExample } from '../src/env-example.ts';

writeFileSync(join(import.meta.dirname, '../../../.env.example'), envExample());
