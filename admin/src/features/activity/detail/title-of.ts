const TITLES: Record<string, string> = {
  'user.login': 'Sign-in',
  'user.login_failed': 'Failed sign-in',
  'user.logout': 'Sign-out',
  'session.revoked': 'Session ended',
  'sql.executed': 'SQL run',
};

/** What kind of thing happened: "Table created". */
export function titleOf(action = 'activity'): string {
  const words = action.replaceAll(/[._]/g, ' ');
  return TITLES[action] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
