/** How every form of a record is filled in: Enter goes on, Ctrl+Enter saves, Escape leaves and keeps what was typed. */
import { Button } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyForm } from '../../ui/key-form.tsx';
import { useFirstWrong } from '../../ui/use-first-wrong.ts';
import classes from './customers.module.css';

interface Props {
  readonly title: string;
  readonly onSave: () => void;
  /** Escape: what was typed waits for the next time. */
  readonly onLeave: () => void;
  /** The button: what was typed is dropped. */
  readonly onCancel: () => void;
  readonly submitWord?: string | undefined;
  readonly children: ReactNode;
}

export function RecordForm({ title, onSave, onLeave, onCancel, submitWord, children }: Props) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const toFirstWrong = useFirstWrong(form);
  function onSubmit() {
    onSave();
    toFirstWrong();
  }
  return (
    <KeyForm ref={form} className={classes.form} onSubmit={onSubmit} onLeave={onLeave} label={title}>
      <h2>{title}</h2>
      {children}
      <div className={classes.formActions}>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" rightSection={<kbd data-on-accent>Ctrl Enter</kbd>}>
          {submitWord ?? t('common.save')}
        </Button>
      </div>
    </KeyForm>
  );
}
