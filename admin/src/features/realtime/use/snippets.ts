import { type JoinedTopic, tableOf } from '../page-state.ts';

interface SnippetUse extends JoinedTopic {
  url: string;
  apiKey: string;
}

/** A way to watch a topic from a program. */
export interface TopicSnippet {
  id: string;
  label: string;
  code: (use: SnippetUse) => string;
}

const LOGIN = `await selfdb.auth.login({ email: 'ada@example.com', password: 'a long password' });`;

const typescript = ({ url, apiKey, topic, options }: SnippetUse) => {
  const given = Object.keys(options).length > 0 ? `, ${JSON.stringify(options)}` : '';
  const start = `import { SelfDB } from '@selfdb/sdk';

const selfdb = new SelfDB({ baseUrl: ${quoted(url)}, apiKey: ${quoted(apiKey)} });
${LOGIN}

`;
  if (tableOf(topic) !== undefined) {
    return `${start}const channel = selfdb.realtime.channel(${quoted(topic)}${given});
channel
  .on('*', ({ event, old, new: row, cursor }) => console.log(event, old, row, cursor))
  .on('gap', ({ reason }) => console.log('Read the rows again:', reason));
await channel.subscribe();`;
  }
  return `${start}const room = selfdb.realtime.channel(${quoted(topic)});
room
  .on('broadcast', ({ event, payload }) => console.log(event, payload))
  .on('presence', ({ state }) => console.log('present:', Object.keys(state)));
await room.subscribe();
await room.track({ status: 'online' });
await room.send('message', { text: 'Hello' });`;
};

const webSocket = ({ url, apiKey, topic, options }: SnippetUse) => {
  const isTable = tableOf(topic) !== undefined;
  const join = isTable
    ? options
    : { config: { broadcast: { ack: true, self: false }, presence: { key: '' } } };
  return `// Frames are [join_ref, ref, topic, event, payload], as in Phoenix Channels 2.0.0.
const url = new URL(${quoted(`${url.replace(/^http/, 'ws')}/realtime/socket`)});
url.search = new URLSearchParams({
  vsn: '2.0.0',
  'X-API-Key': ${quoted(apiKey)},
  token: accessToken, // from POST ${url}/users/token
});
const socket = new WebSocket(url);
const send = (...frame) => socket.send(JSON.stringify(frame));

socket.onopen = () => {
  send('1', '1', ${quoted(topic)}, 'phx_join', ${JSON.stringify(join)});
  // A socket that is silent for 60 seconds is closed.
  setInterval(() => send(null, 'beat', 'phoenix', 'heartbeat', {}), 25_000);
};
socket.onmessage = ({ data }) => {
  const [, , topic, event, payload] = JSON.parse(data);
  console.log(topic, event, payload); // ${isTable ? 'phx_reply, INSERT, UPDATE, DELETE, gap' : 'phx_reply, broadcast, presence_state, presence_diff'}
};${
    isTable
      ? ''
      : `

// After the reply to phx_join:
send('1', '2', ${quoted(topic)}, 'broadcast', { type: 'broadcast', event: 'message', payload: { text: 'Hello' } });`
  }`;
};

/** The snippets, in the order of their tabs. */
export const topicSnippets: TopicSnippet[] = [
  { id: 'typescript', label: 'TypeScript', code: typescript },
  { id: 'websocket', label: 'WebSocket', code: webSocket },
];

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
