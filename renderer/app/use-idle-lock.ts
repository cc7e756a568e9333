/** A desk that nobody touches asks who is there again, as it does when the computer is locked. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../data/bridge-context.tsx';
import { useDesk } from '../data/desk-context.tsx';
import { usePerson } from '../data/hooks.ts';
import { useIdleMinutes } from '../data/idle-choice.ts';
import { createLastInput } from '../data/last-input.ts';
import { watchIdle } from '../data/watch-idle.ts';
import { showDone } from '../ui/notices.ts';

export function useIdleLock(): void {
  const { t } = useTranslation();
  const desk = useDesk();
  const { surroundings } = useBridge();
  const minutes = useIdleMinutes() ?? null;
  const personId = usePerson()?.id ?? null;
  /** Else the page came back with whoever was signed in, who may be gone for long. */
  const hasSignedIn = useRef(personId === null);
  useEffect(() => {
    if (personId === null) hasSignedIn.current = true;
    if (personId === null || minutes === null) return;
    const lastInput = createLastInput();
    if (hasSignedIn.current) lastInput.note(Date.now());
    hasSignedIn.current = false;
    return watchIdle({
      ...{ target: window, minutes, lastInput, clock: () => Date.now() },
      async computerIdleMs() {
        const answer = await surroundings?.idleSeconds();
        return answer?.ok ? answer.value * 1000 : null;
      },
      onIdle() {
        desk.signOut();
        showDone(t('settings.idle.locked', { minutes }));
      },
    });
  }, [desk, minutes, personId, surroundings, t]);
}
