import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { editGuestNote } from '../../../shared/commands/customer-data.ts';
import type { LocalRow } from '../../data/database.ts';
import { RecordForm } from './record-form.tsx';
import { useRecordDraft } from './use-record-draft.ts';
import { useRunEdit } from './use-record-edits.ts';

interface Props {
  readonly card: LocalRow<'guestCard'>;
  readonly onEnd: () => void;
}

/** What a desk in the lounge may write about a guest. */
export function NoteForm({ card, onEnd }: Props) {
  const { t } = useTranslation();
  const run = useRunEdit();
  const { shown, version, set, drop } = useRecordDraft(
    `edit-note-${card.id}`,
    { note: card.note ?? '' },
    card.rowVersion,
  );
  async function save() {
    const input = { guestCardId: card.id, note: shown.note.trim() || null };
    const done = t('customers.done.edited', { name: card.name });
    if (!(await run(editGuestNote, input, done, { [card.id]: version }))) return;
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
