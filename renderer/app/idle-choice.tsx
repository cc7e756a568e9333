/** After how long without input this desk signs out whoever is there; in both shells. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idleMinutes } from '../../shared/rules/idle-lock.ts';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import { useDesk } from '../data/desk-context.tsx';
import { usePerson } from '../data/hooks.ts';
import { keepIdleMinutes, useIdleMinutes } from '../data/idle-choice.ts';
import { toStorageFailure } from '../data/storage-failure.ts';
import { errorText } from '../ui/error-words.ts';
import { showFailure } from '../ui/notices.ts';

const never = 'never';

export function IdleChoice() {
  const { t } = useTranslation();
  const { db } = useDesk();
  const minutes = useIdleMinutes();
  // At once: keys go through the choices faster than the database answers.
  const [chosen, setChosen] = useState<string | null>(null);
  const person = usePerson();
  // What keeps others off the desk is not for everybody to turn off.
  const mayChoose = person !== null && rolesAllow(person.roles, 'settings.edit');
  if (minutes === undefined) return null;
  async function choose(value: string) {
    setChosen(value);
    try {
      await keepIdleMinutes(db, value === never ? null : Number(value));
    } catch (error) {
      setChosen(null);
      showFailure(errorText(t, toStorageFailure(error)?.code ?? 'storage_unavailable'));
    }
  }
  return (
    <NativeSelect
      label={t('settings.idle.label')}
      description={t(mayChoose ? 'settings.idle.kept' : 'settings.idle.whoMay')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={chosen ?? (minutes === null ? never : String(minutes))}
      disabled={!mayChoose}
      onChange={(event) => void choose(event.currentTarget.value)}
      data={[
        ...idleMinutes.map((one) => ({
          value: String(one),
          label: t('settings.idle.after', { minutes: one }),
        })),
        { value: never, label: t('settings.idle.never') },
      ]}
    />
  );
}
