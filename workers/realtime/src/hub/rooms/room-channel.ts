import type { AuthorizedChannel } from '../authorization/authorizations.ts';
import type { Frame, FrameForm, Ref } from '../connection/frame.ts';
import type { Socket } from '../connection/socket.ts';
import type { Presence } from './presence.ts';
import type { RoomOptions } from './room-options.ts';

export interface RoomChannelSetup {
  socket: Socket;
  join: Frame;
  options: RoomOptions;
  onFrame(channel: RoomChannel, frame: Frame): void;
  onEnd(channel: RoomChannel): void;
}

/** A room on one socket. */
export class RoomChannel implements AuthorizedChannel {
  readonly socket: Socket;
  readonly form: FrameForm;
  readonly joinRef: Ref;
  readonly topic: string;
  readonly options: RoomOptions;
  presence: Presence | undefined;
  isEnded = false;
  unanswered: Frame | undefined;
  readonly #setup: RoomChannelSetup;
  /** Frames that came before the client was admitted. */
  #early: Frame[] | undefined = [];

  constructor(setup: RoomChannelSetup) {
    this.#setup = setup;
    this.socket = setup.socket;
    this.form = setup.join.form;
    this.joinRef = setup.join.joinRef;
    this.topic = setup.join.topic;
    this.unanswered = setup.join;
    this.options = setup.options;
  }

  receive(frame: Frame): void {
    if (this.#early) this.#early.push(frame);
    else this.#setup.onFrame(this, frame);
  }

  /** Enters the room and handles the early frames. */
  begin(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const frame of early) this.receive(frame);
  }

  end(): void {
    this.isEnded = true;
    this.#setup.onEnd(this);
  }
}
