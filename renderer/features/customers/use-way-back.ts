import { useCallback } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** Back to where one came from; from a link or a bookmark, which came from nowhere, to the lists. */
export function useWayBack(): () => void {
  const navigate = useNavigate();
  const { key } = useLocation();
  return useCallback(() => {
    void (key === 'default' ? navigate('/customers') : navigate(-1));
  }, [navigate, key]);
}
