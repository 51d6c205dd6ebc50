/** `env.SELFDB`. Calls act as the function's owner, or as its caller after `asCaller()`. */
export function createClient(service, as = 'owner') {
  const fetch = (path, init) => {
    const request = new Request(new URL(path, 'http://selfdb'), init);
    request.headers.set('X-SelfDB-As', as);
    return service.fetch(request);
  };
  const call = async (method, path, body) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body), headers: json };
    const response = await fetch(path, init);
    const answer = response.status === 204 ? null : await response.json();
    if (response.ok) return answer;
    throw Object.assign(new Error(answer?.detail ?? `The API answered ${response.status}.`), {
      name: 'SelfdbError',
      status: response.status,
      code: answer?.code,
    });
  };
  return Object.freeze({
    fetch,
    tables: tablesOf(call),
    storage: storageOf(fetch, call),
    functions: { invoke: (name, init) => fetch(`/functions/${encodeURIComponent(name)}/invoke`, init) },
    realtime: {
      broadcast: (topic, event, payload) => call('POST', '/realtime/broadcast', { topic, event, payload }),
    },
    sql: (query, params) => call('POST', '/sql/query', { query, params }),
    asCaller: () => createClient(service, 'caller'),
  });
}

const json = { 'content-type': 'application/json' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function tablesOf(call) {
  const ids = new Map();
  const list = (query) => call('GET', `/tables?${new URLSearchParams(query)}`);
  const idOf = async (table) => {
    if (UUID.test(table)) return table;
    const known = ids.get(table);
    if (known) return known;
    const found = (await list({ search: table })).find(({ name }) => name === table);
    if (!found) throw new Error(`There is no table ${table} that this function may use.`);
    ids.set(table, found.id);
    return found.id;
  };
  const path = async (table, rest = '') => `/tables/${await idOf(table)}${rest}`;
  const row = (table, id) => path(table, `/data/${encodeURIComponent(id)}`);
  return {
    list,
    get: async (table) => call('GET', await path(table)),
    rows: async (table, query) => call('GET', await path(table, `/data?${new URLSearchParams(query)}`)),
    row: async (table, id) => call('GET', await row(table, id)),
    insert: async (table, values) => call('POST', await path(table, '/data'), values),
    update: async (table, id, values) => call('PATCH', await row(table, id), values),
    delete: async (table, id) => call('DELETE', await row(table, id)),
  };
}

function storageOf(fetch, call) {
  return {
    list: (query) => call('GET', `/storage/files?${new URLSearchParams(query)}`),
    sign: (id, options) => call('POST', `/storage/files/${id}/sign`, options ?? {}),
    download: (bucket, path) =>
      fetch(
        `/storage/files/download/${encodeURIComponent(bucket)}/${path.split('/').map(encodeURIComponent).join('/')}`,
      ),
    async upload(fields, file, filename) {
      const form = new FormData();
      form.append('file', file instanceof Blob ? file : new Blob([file]), filename);
      const response = await fetch(`/storage/files/upload?${new URLSearchParams(fields)}`, {
        method: 'POST',
        body: form,
      });
      if (!response.ok) throw new Error(`The file was not stored: the API answered ${response.status}.`);
      return response.json();
    },
  };
}
