import type { Bindings } from '@selfdb/server/http/context';
import { createApp } from '@selfdb/server/http/create-app';
import { selectRow } from '../statements/row-statement.ts';

interface PassThroughBindings extends Bindings<'api'> {
  PG: Fetcher;
}

const app = createApp<PassThroughBindings>('api');

app.get('/rows/:id', (c) =>
  c.env.PG.fetch('http://pg-gateway/sql', {
    method: 'POST',
    headers: {
      'Neon-Connection-String': c.get('env').DATABASE_URL,
      'Neon-Raw-Text-Output': 'true',
      'Neon-Array-Mode': 'true',
    },
    body: JSON.stringify({ query: selectRow, params: [c.req.param('id')] }),
  }),
);

export default app;
