/** How every form of a record is filled in: Enter goes on, Ctrl+Enter saves, Escape leaves and keeps what was typed. */
import { Button } from '@mantine/core';
import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './customers.module.css';

interface Props {
  readonly title: string;
  readonly onSave: () => void;
  /** Escape: what was typed waits for the next time. */
  readonly onLeave: () => void;
  /** The button: what was typed is dropped. */
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

export function RecordForm({ title, onSave, onLeave, onCancel, children }: Props) {
  const { t } = useTranslation();
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    onSave();
  }
  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    if (event.nativeEvent.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onLeave();
    }
    if (event.key !== 'Enter') return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      event.currentTarget.requestSubmit();
    } else if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) {
      event.preventDefault();
      nextField(event.currentTarget, event.target)?.focus();
    }
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form className={classes.form} onSubmit={onSubmit} onKeyDown={onKeyDown} noValidate aria-label={title}>
      <h2>{title}</h2>
      {children}
      <div className={classes.formActions}>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button
          type="submit"
          rightSection={<kbd className={classes.onAccent}>{t('reception.checkIn.submitKey')}</kbd>}
        >
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}

function nextField(form: HTMLFormElement, field: HTMLElement): HTMLElement | undefined {
  const fields = [
    ...form.querySelectorAll<HTMLElement>('input:not([type=radio]), textarea, select, [type=submit]'),
  ];
  return fields[fields.indexOf(field) + 1];
}
