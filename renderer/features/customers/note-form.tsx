import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { amendGuestNote } from '../../../shared/commands/amend-rejected.ts';
import { editGuestNote } from '../../../shared/commands/customer-data.ts';
import type { LocalRow } from '../../data/database.ts';
import { amendingForm, saidValues, type Amending } from '../../records/amending.ts';
import { RecordForm } from './record-form.tsx';
import { useRecordDraft } from '../../data/use-record-draft.ts';
import { useRunEdit } from './use-record-edits.ts';

interface Props {
  readonly card: LocalRow<'guestCard'>;
  readonly onEnd: () => void;
  /** Where a rejected change is put right. */
  readonly amending?: Amending | undefined;
}

const noteValues = ({ note }: Partial<LocalRow<'guestCard'>>) => ({ note: note ?? '' });

/** What a desk in the lounge may write about a guest. */
export function NoteForm({ card, onEnd, amending }: Props) {
  const { t } = useTranslation();
  const run = useRunEdit();
  const { shown, version, set, drop } = useRecordDraft(
    amending ? amendingForm(amending) : `edit-note-${card.id}`,
    noteValues(card),
    card.rowVersion,
    amending && saidValues(amending, 'guestCard', noteValues),
  );
  async function save() {
    const note = shown.note.trim() || null;
    const done = t('customers.done.edited', { name: card.name });
    const isSaved = amending
      ? await amending.onSend(amendGuestNote(note))
      : await run(editGuestNote, { guestCardId: card.id, note }, done, { [card.id]: version });
    if (!isSaved) return;
    drop();
    onEnd();
  }
  function cancel() {
    drop();
    onEnd();
  }
  return (
    <RecordForm
      title={t('customers.record.editNote')}
      onSave={() => void save()}
      onLeave={onEnd}
      onCancel={cancel}
      submitWord={amending && t('status.rejected.send')}
    >
      <Textarea
        label={t('customers.record.cardNote')}
        value={shown.note}
        maxLength={2000}
        rows={3}
        onChange={(event) => set({ note: event.currentTarget.value })}
        autoFocus
      />
    </RecordForm>
  );
}
