import { oneOf } from '../kinds.ts';
import { section } from '../setting.ts';

export const access = section({
  PRIVATE_MEANS: {
    kind: oneOf('owner', 'users'),
    default: 'owner',
    readers: ['api', 'storage'],
    about:
      'What `"public": false` means for a table or bucket. owner: only its owner and administrators may use it. users: any signed-in user reads it and adds to it, as in SelfDB 0.0.5.',
  },
  USERS_VISIBLE_TO: {
    kind: oneOf('users', 'admins'),
    default: 'users',
    readers: ['auth', 'api'],
    about:
      "Who may list users and read one. users: everyone who is signed in, without others' e-mail addresses. admins: administrators only.",
  },
});
