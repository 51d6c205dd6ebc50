import { createApiApp } from '../src/app.ts';
import { describeApi } from '../src/system/document/describe-api.ts';

// The document as `/openapi.json` serves it, but for the version and address of a server. Needs no database.
process.stdout.write(JSON.stringify(describeApi(createApiApp(), '')));
