/** Enter in a field that searches: a scanner's, or a quick hand's, comes before the answer. */
import { useEffect, useEffectEvent, useState } from 'react';

export interface AnsweredEnter {
  /** Chooses now, or once the answer is there. */
  enter(): void;
  /** Something else is asked for: an Enter of before is not for that. */
  forget(): void;
}

/**
 * @param isAnswered whether what is found is of what stands in the field
 * @param choose takes the first, or the marked, of what is found by then
 */
export function useEnter(isAnswered: boolean, choose: () => void): AnsweredEnter {
  const [isEntered, setEntered] = useState(false);
  const chooseAnswered = useEffectEvent(choose);
  useEffect(() => {
    if (isEntered && isAnswered) chooseAnswered();
  }, [isEntered, isAnswered]);
  return { enter: () => (isAnswered ? choose() : setEntered(true)), forget: () => setEntered(false) };
}
