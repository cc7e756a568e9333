import type { LocalRow } from '../../data/database.ts';
import type { CheckInDraft } from './check-in-draft.ts';
import type { Duplicate } from './use-duplicate.ts';
import type { Floor } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';

export interface CheckInFormProps {
  readonly draft: CheckInDraft;
  readonly facts: GuestFacts | undefined;
  readonly floor: Floor;
  /** Whether a save was tried, so that problems are shown. */
  readonly isTried: boolean;
  readonly onChange: (change: Partial<CheckInDraft>) => void;
  readonly onSubmit: () => void;
  readonly onBack: () => void;
  /** The visit of today goes on; absent where nobody is checked in. */
  readonly onRestore?: (visit: LocalRow<'visit'>) => void;
  /** Absent where another guest cannot be taken instead. */
  readonly onUseExisting?: (guest: Duplicate, openVisitId: string | null) => void;
  /** Although the guest of this card has the same plate. */
  readonly onRegisterAnyway?: (guestCardId: string) => void;
  /** The whole check-in, or the part that one rejected change was about. */
  readonly part?: 'customer' | 'party';
  /** On the button; `登记` where absent. */
  readonly submitWord?: string;
}
