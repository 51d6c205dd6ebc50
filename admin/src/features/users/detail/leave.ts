import { useSession } from '../../../app/session/session.tsx';

/** Gives what shows the login after a person has taken their own access away. */
export function useLeave(): (reason: string) => void {
  const session = useSession();
  return (reason) => session.end(`${reason} Sign in with another account.`);
}
