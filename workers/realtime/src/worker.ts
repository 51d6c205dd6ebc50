import { createRealtimeApp } from './app.ts';

export { ChangeFeed } from './feed/change-feed.ts';
export { Hub } from './hub/hub.ts';
export default createRealtimeApp();
