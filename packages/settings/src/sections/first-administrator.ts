import { anyText, email } from '../kinds.ts';
import { section } from '../setting.ts';

export const firstAdministrator = section({
  ADMIN_EMAIL: {
    kind: email,
    default: 'admin@example.com',
    readers: [],
    about: 'The administrator who is created when there is none.',
  },
  ADMIN_PASSWORD: {
    kind: anyText,
    default: 'password',
    readers: [],
    isSecret: true,
    about: 'Used only when that administrator is created.',
  },
});
