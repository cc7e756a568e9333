/** Tells the shell which server this desk is at; the page that comes with its policy is loaded at once. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolLink } from '../../shared/rules/enrol-link.ts';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import { useBridge } from '../data/bridge-context.tsx';
import { keepEnrolCode } from '../data/enrol-code-kept.ts';
import { useDevice, usePerson } from '../data/hooks.ts';
import { errorText } from '../ui/error-words.ts';

export type ToldServer = Pick<EnrolLink, 'server' | 'ca'> & { readonly code: string | null };

/**
 * A desk that is set up sends its token and its unsent changes to whichever server it is pointed at.
 * @param ca fingerprint of the authority the new server is to be known by; null: any that the system trusts
 * @returns whether whoever sits there may do that: anybody, where the server is proved by the authority pinned already,
 * or where the desk has lost which one it had and can reach none
 */
export function useMayMoveServer(ca: string | null): boolean {
  return useMoveRule()(ca);
}

function useMoveRule(): (ca: string | null) => boolean {
  const { serverChoice, serverUrl } = useBridge();
  const device = useDevice();
  const person = usePerson();
  return (ca) => {
    const isProved = ca !== null && ca === (serverChoice?.caFingerprint ?? null);
    // A desk that works alone has lost no server: all it holds goes to the one it joins.
    const isLost = serverUrl === '' && device?.aloneSince === null;
    if (device === null || isLost || isProved) return true;
    return person !== null && rolesAllow(person.roles, 'desks.enrol');
  };
}

/** @param onChosen before the page is loaded anew */
export function useChooseServer(onChosen: () => void = () => undefined) {
  const { t } = useTranslation();
  const { serverChoice, serverUrl } = useBridge();
  const mayMove = useMoveRule();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function choose({ server, ca, code }: ToldServer): Promise<void> {
    if (!serverChoice || isBusy) return;
    // What was pasted into an open field may be a link to anywhere.
    const isOther = server !== serverUrl || ca !== serverChoice.caFingerprint;
    if (isOther && !mayMove(ca)) return setProblem(t('shell.server.whoMay'));
    // Given at the start, and the very one: there is nothing to tell.
    if (!serverChoice.isGiven || server !== serverUrl) {
      setBusy(true);
      const answer = await serverChoice.choose({ serverUrl: server, caFingerprint: ca });
      setBusy(false);
      if (!answer.ok) return setProblem(errorText(t, answer.error.code));
      if (answer.value !== 'chosen') return setProblem(t(`shell.server.${answer.value}`));
    }
    if (code !== null) keepEnrolCode(code);
    onChosen();
    location.reload();
  }
  return { choose, problem, setProblem, isBusy };
}
