import { SelfDB } from '@selfdb/sdk';

export interface Room {
  id: string;
  name: string;
  user_id: string;
}

export interface SharedFile {
  id: string;
  name: string;
  type: string;
}

export interface Message {
  id: string;
  room_id: string;
  user_id: string;
  author: string;
  text: string;
  file: SharedFile | null;
  created_at: string;
}

interface Rows<Row> {
  row: Row;
  insert: Partial<Row>;
  update: Partial<Row>;
}

const { BACKEND_PORT, API_KEY } = import.meta.env;

export const selfdb = new SelfDB<{ chat_rooms: Rows<Room>; chat_messages: Rows<Message> }>({
  baseUrl: `http://${location.hostname}:${BACKEND_PORT || 8000}`,
  apiKey: API_KEY,
  storage: localStorage,
});
