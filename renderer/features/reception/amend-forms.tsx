/** The forms of the reception, opened with what a rejected change said, so that it can be put right and sent. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  amendCheckIn,
  amendRegistration,
  amendVisit,
  type Amendment,
} from '../../../shared/commands/amend-rejected.ts';
import type { EntityName, Fields } from '../../../shared/entities/registry.ts';
import type { RejectedChange } from '../../../shared/sync/device/device-store.ts';
import type { LocalRow } from '../../data/database.ts';
import { useSettings } from '../../data/hooks.ts';
import { useDraft } from '../../data/use-draft.ts';
import {
  draftOfRegistration,
  draftOfVisit,
  draftProblems,
  toPartyEdit,
  toRegistration,
  type CheckInDraft,
} from './check-in-draft.ts';
import { CheckInForm } from './check-in-form.tsx';
import { EditPartyForm } from './edit-party-form.tsx';
import { useFloor } from './use-floor.ts';
import { useGuestFacts } from './use-guest-facts.ts';

interface AmendProps {
  readonly change: RejectedChange;
  /** @returns whether it is on its way */
  readonly onSend: (amendment: Amendment) => Promise<boolean>;
  /** What was typed stays for the next time. */
  readonly onBack: () => void;
}

/** A check-in, or the registration of a customer. */
export function AmendArrival({ change, onSend, onBack }: AmendProps) {
  const { t } = useTranslation();
  const floor = useFloor();
  const province = useSettings()?.plateProvince ?? null;
  const [kept, keep] = useDraft<CheckInDraft>(`amend-${change.opId}`);
  const [isTried, setTried] = useState(false);
  const isSending = useRef(false);
  const part = change.name === 'registerCustomer' ? 'customer' : 'party';
  const registration = {
    customer: saidOf(change, 'customer'),
    guestCard: saidOf(change, 'guestCard'),
    vehicle: saidOf(change, 'vehicle'),
  };
  const first =
    part === 'customer' ? draftOfRegistration(registration) : draftOfVisit(saidOf(change, 'visit'));
  const draft = kept ?? first;
  const facts = useGuestFacts(draft.guest === 'known' ? [draft.guestCardId] : []).get(draft.guestCardId);

  async function send() {
    setTried(true);
    if (isSending.current || Object.keys(draftProblems(draft, province)).length > 0) return;
    isSending.current = true;
    const amendment =
      part === 'customer'
        ? amendRegistration(toRegistration(draft, province, registration))
        : amendCheckIn(toPartyEdit(draft));
    if (await onSend(amendment)) keep(null);
    else isSending.current = false;
  }
  if (!floor) return null;
  return (
    <CheckInForm
      draft={draft}
      facts={facts}
      floor={floor}
      part={part}
      isTried={isTried}
      submitWord={t('status.rejected.send')}
      onChange={(typed) => keep({ ...draft, ...typed })}
      onSubmit={() => void send()}
      onBack={onBack}
    />
  );
}

/** An edit of a visit, on the visit as it is today. */
export function AmendVisit({
  change,
  visit,
  onSend,
  onBack,
}: AmendProps & { readonly visit: LocalRow<'visit'> }) {
  const { t } = useTranslation();
  return (
    <EditPartyForm
      visit={visit}
      name={visit.partyName ?? t('reception.checkIn.anonymousName')}
      rejected={{ opId: change.opId, set: saidOf(change, 'visit') }}
      onBack={onBack}
      onSave={({ visitId: _, ...set }) => onSend(amendVisit(set))}
    />
  );
}

/** The fields that the change gave the row of this entity. */
function saidOf<Name extends EntityName>({ patches }: RejectedChange, entity: Name): Partial<Fields<Name>> {
  return (patches.find((patch) => patch.entity === entity)?.set ?? {}) as Partial<Fields<Name>>;
}
