import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';

// Adds `.openapi()`, which names a schema in the API's document.
extendZodWithOpenApi(z);

export { z };
