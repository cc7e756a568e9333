/** The frame of a form of what a site arranges: Enter goes on, Ctrl+Enter saves once, Escape leaves and keeps what was typed. */
import { Button } from '@mantine/core';
import { useEffect, useRef, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { nextField } from '../ui/next-field.ts';
import classes from './arranged.module.css';
import pages from './pages.module.css';

interface FormProps {
  readonly title: string;
  /** @returns whether it is done */
  readonly onSave: () => Promise<boolean>;
  /** Away from the form: what was typed waits for the next time. */
  readonly onLeave: () => void;
  /** What was typed is forgotten. */
  readonly onDrop: () => void;
  /** What can be done with a row that is there. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function ArrangedForm({ title, onSave, onLeave, onDrop, actions, children }: FormProps) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const once = useOnce();
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  function end() {
    onDrop();
    onLeave();
  }
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void once(onSave, end);
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
    <form
      className={classes.form}
      aria-label={title}
      ref={form}
      onSubmit={onSubmit}
      onKeyDown={onKeyDown}
      noValidate
    >
      <h4>{title}</h4>
      <div className={classes.fields}>{children}</div>
      <div className={classes.formActions}>
        {actions}
        <span className={classes.saving}>
          <Button variant="default" size="md" onClick={end}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            size="md"
            rightSection={<kbd className={classes.onAccent}>{t('reception.checkIn.submitKey')}</kbd>}
          >
            {t('common.save')}
          </Button>
        </span>
      </div>
    </form>
  );
}

/** What is pressed twice is done once; again only where it was not done. */
function useOnce() {
  const isBusy = useRef(false);
  return async (work: () => Promise<boolean>, done: () => void) => {
    if (isBusy.current) return;
    isBusy.current = true;
    let isDone = false;
    try {
      isDone = await work();
    } finally {
      isBusy.current = isDone;
    }
    if (isDone) done();
  };
}

interface RowActionsProps {
  readonly rows: readonly { readonly id: string }[];
  readonly row: { readonly id: string; readonly outOfUse: boolean | null };
  /** In use by somebody: it cannot go out of use now. */
  readonly isTaken?: boolean;
  readonly words: readonly [earlier: string, later: string];
  readonly onStep: (by: -1 | 1) => void;
  /** @returns whether it is done */
  readonly onClosed: (isClosed: boolean) => Promise<boolean>;
  readonly onDone: () => void;
}

export function RowActions({ rows, row, isTaken = false, words, onStep, onClosed, onDone }: RowActionsProps) {
  const { t } = useTranslation();
  const once = useOnce();
  const place = rows.findIndex(({ id }) => id === row.id);
  const isClosed = row.outOfUse === true;
  // At the end of the way they keep the focus, and do nothing.
  const atEnd = (isEnd: boolean) => ({ 'aria-disabled': isEnd, ...(isEnd && { 'data-disabled': true }) });
  return (
    <>
      <Button variant="default" size="md" {...atEnd(place <= 0)} onClick={() => onStep(-1)}>
        {words[0]}
      </Button>
      <Button variant="default" size="md" {...atEnd(place >= rows.length - 1)} onClick={() => onStep(1)}>
        {words[1]}
      </Button>
      <Button
        variant="default"
        size="md"
        disabled={isTaken && !isClosed}
        onClick={() => void once(() => onClosed(!isClosed), onDone)}
      >
        {isClosed ? t('settings.floor.reopen') : t('settings.floor.close')}
      </Button>
      {isTaken && !isClosed && <p className={pages.text}>{t('settings.floor.taken')}</p>}
    </>
  );
}
