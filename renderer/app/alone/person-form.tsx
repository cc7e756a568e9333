/** One who works here: a new one, or one whose name, roles or password change. */
import { Button, Checkbox, Group, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../shared/errors.ts';
import { roles as allRoles, type Role } from '../../../shared/rules/permissions.ts';
import { newPerson, personEdit } from '../../data/alone/alone-people.ts';
import { shortestPassword } from '../../data/alone/set-up-alone.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useRecordDraft } from '../../data/use-record-draft.ts';
import { errorText } from '../../ui/error-words.ts';
import { showDone, showFailure } from '../../ui/notices.ts';
import { useOnce } from '../../ui/use-once.ts';
import { ArrangedForm } from '../arranged-form.tsx';
import pages from '../pages.module.css';

interface Props {
  /** Absent for a new one. */
  readonly person?: LocalRow<'staff'>;
  readonly onClose: () => void;
}

interface Kept {
  readonly name: string;
  readonly username: string;
  readonly roles: readonly Role[];
}

/** The password is of this window's memory alone: drafts are on the disk in clear. */
interface Typed extends Kept {
  /** Of one who is there: empty where it stays. */
  readonly password: string;
}

export function PersonForm({ person, onClose }: Props) {
  const { t } = useTranslation();
  const first: Kept = { name: person?.name ?? '', username: '', roles: person?.roles ?? ['attendant'] };
  const draft = useRecordDraft(`person-${person?.id ?? 'new'}`, first, person?.rowVersion ?? 0);
  const [password, setPassword] = useState('');
  const typed: Typed = { ...draft.shown, password };
  const { wrong, save, switchActive } = usePersonEdits(person, typed);
  const once = useOnce();
  async function leaveOrReturn() {
    if (!(await once(switchActive))) return;
    draft.drop();
    onClose();
  }
  return (
    <ArrangedForm
      title={person ? t('alone.people.edit', { name: person.name }) : t('alone.people.add')}
      onSave={save}
      onLeave={onClose}
      onDrop={draft.drop}
      actions={
        person && (
          <Button variant="default" size="md" onClick={() => void leaveOrReturn()}>
            {person.active === false ? t('alone.people.back') : t('alone.people.leave')}
          </Button>
        )
      }
    >
      <PersonFields
        isNew={!person}
        typed={typed}
        wrong={wrong}
        onChange={draft.set}
        onPassword={setPassword}
      />
    </ArrangedForm>
  );
}

/** Each resolves to whether it is done; what failed is told. */
function usePersonEdits(person: Props['person'], typed: Typed) {
  const { t } = useTranslation();
  const { alone } = useDesk();
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());

  function tell(result: Result<null>, words: string): boolean {
    if (result.ok) showDone(words);
    else if (result.error.code === 'username_taken') setWrong(new Set(['taken']));
    else showFailure(errorText(t, result.error.code));
    return result.ok;
  }
  async function save(): Promise<boolean> {
    const [name, roles] = [typed.name.trim(), [...typed.roles]];
    const password = person && typed.password === '' ? undefined : typed.password;
    const read = person
      ? personEdit.safeParse({ name, roles, password, id: person.id })
      : newPerson.safeParse({ name, roles, password, username: typed.username.trim() });
    setWrong(new Set(read.success ? [] : read.error.issues.map((issue) => String(issue.path[0]))));
    if (!read.success) return false;
    return 'id' in read.data
      ? tell(await alone.editPerson(read.data), t('alone.people.edited', { name }))
      : tell(await alone.addPerson(read.data), t('alone.people.added', { name }));
  }
  async function switchActive(): Promise<boolean> {
    if (!person) return false;
    const result = await alone.editPerson({ id: person.id, active: person.active === false });
    return tell(result, t('alone.people.edited', { name: person.name }));
  }
  return { wrong, save, switchActive };
}

interface FieldsProps {
  readonly isNew: boolean;
  readonly typed: Typed;
  readonly wrong: ReadonlySet<string>;
  readonly onChange: (fields: Partial<Kept>) => void;
  readonly onPassword: (password: string) => void;
}

function PersonFields({ isNew, typed, wrong, onChange, onPassword }: FieldsProps) {
  const { t } = useTranslation();
  const needed = (field: string) => wrong.has(field) && t('alone.setUp.errors.needed');
  return (
    <>
      <TextInput
        label={t('alone.setUp.name')}
        value={typed.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={needed('name')}
        autoComplete="off"
      />
      {isNew && (
        <TextInput
          label={t('alone.setUp.username')}
          value={typed.username}
          onChange={(event) => onChange({ username: event.currentTarget.value })}
          error={wrong.has('taken') ? t('errors.username_taken') : needed('username')}
          autoComplete="off"
        />
      )}
      <PasswordInput
        // Left to itself it shrinks to its eye.
        miw={210}
        label={isNew ? t('alone.setUp.password') : t('alone.people.newPassword')}
        value={typed.password}
        onChange={(event) => onPassword(event.currentTarget.value)}
        error={wrong.has('password') && t('alone.setUp.errors.password', { count: shortestPassword })}
        aria-invalid={wrong.has('password')}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
      />
      <Checkbox.Group
        label={t('alone.people.roles')}
        value={[...typed.roles]}
        onChange={(chosen) => onChange({ roles: chosen as Role[] })}
        error={wrong.has('roles') && t('alone.people.errors.roles')}
        style={{ flexBasis: '100%' }}
      >
        <Group gap="0 var(--mantine-spacing-lg)">
          {allRoles.map((role) => (
            <Checkbox
              key={role}
              value={role}
              label={t(`frame.roles.${role}`)}
              aria-invalid={wrong.has('roles')}
              classNames={{ body: pages.tickBody, label: pages.tick }}
            />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  );
}
