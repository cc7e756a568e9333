import { useCallback } from 'react';
import { useNavigate } from 'react-router';

/**
 * Goes to a path, or to a `?query` of the page: the way there for keys. Drawn before the next key is heard, which may be
 * for what this one opens; links may take their time.
 */
export function useGo(): (to: string, how?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback((to, how) => void navigate(to, { ...how, flushSync: true }), [navigate]);
}
