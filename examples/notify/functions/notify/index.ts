export const description = 'Mails each new message to its recipient';
export const triggers = [{ type: 'database', table: 'notify_messages', operations: ['INSERT'] }];

interface Env {
  /** Where mails are sent to: the API of a mail service. */
  NOTIFY_URL: string;
  SELFDB: { fetch(path: string): Promise<Response> };
}

interface User {
  email: string;
  firstName: string;
}

interface Change {
  data: { id: string; sender_id: string; recipient_id: string; text: string };
}

export default {
  async fetch(request: Request, { NOTIFY_URL, SELFDB }: Env): Promise<Response> {
    const { data: message } = (await request.json()) as Change;
    const readUser = async (id: string): Promise<User> => {
      const answer = await SELFDB.fetch(`/users/${id}`);
      if (!answer.ok) throw new Error(`The user ${id} can't be read: ${answer.status}`);
      return (await answer.json()) as User;
    };
    const [sender, recipient] = await Promise.all([message.sender_id, message.recipient_id].map(readUser));
    const sent = await fetch(NOTIFY_URL, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        // The same message comes again after an execution that was cut. By its id, the service knows that it has it.
        'Idempotency-Key': message.id,
      },
      body: JSON.stringify({
        to: recipient?.email,
        subject: `A message from ${sender?.firstName}`,
        text: message.text,
      }),
    });
    // Then the run has failed, and is tried again.
    if (!sent.ok) throw new Error(`The mail service answered ${sent.status}.`);
    return Response.json({ mailed: message.id });
  },
};
