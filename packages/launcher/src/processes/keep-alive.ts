/**
 * How long a server keeps an idle connection. workerd closes its own after 5 seconds, which is also Node's default: the server
 * must be the patient one, or it closes a connection on which the next request is already on its way.
 */
export const keepAliveMs = 10 * 60_000;
