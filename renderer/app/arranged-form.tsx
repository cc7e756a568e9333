/** The frame of a form of what a site arranges: Enter goes on, Ctrl+Enter saves once, Escape leaves and keeps what was typed. */
import { Button } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyForm } from '../ui/key-form.tsx';
import { useFirstWrong } from '../ui/use-first-wrong.ts';
import { useOnce } from '../ui/use-once.ts';
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
  readonly submitWord?: string | undefined;
  readonly children: ReactNode;
}

export function ArrangedForm({ title, onSave, onLeave, onDrop, actions, submitWord, children }: FormProps) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const once = useOnce();
  const toFirstWrong = useFirstWrong(form);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  function end() {
    onDrop();
    onLeave();
  }
  async function save() {
    if (await once(onSave)) end();
    else toFirstWrong();
  }
  return (
    <KeyForm className={classes.form} label={title} ref={form} onSubmit={() => void save()} onLeave={onLeave}>
      <h4>{title}</h4>
      <div className={classes.fields}>{children}</div>
      <div className={classes.formActions}>
        {actions}
        <span className={classes.saving}>
          <Button variant="default" size="md" onClick={end}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" size="md" rightSection={<kbd data-on-accent>Ctrl Enter</kbd>}>
            {submitWord ?? t('common.save')}
          </Button>
        </span>
      </div>
    </KeyForm>
  );
}

interface RowActionsProps {
  readonly rows: readonly { readonly id: string }[];
  readonly row: { readonly id: string; readonly outOfUse: boolean | null };
  /** In use by somebody: it cannot go out of use now. */
  readonly isTaken?: boolean;
  readonly words: readonly [earlier: string, later: string];
  readonly onStep: (by: -1 | 1) => void;
  /** @returns whether it is done */
  readonly onOutOfUse: (outOfUse: boolean) => Promise<boolean>;
  readonly onDone: () => void;
}

export function RowActions({
  rows,
  row,
  isTaken = false,
  words,
  onStep,
  onOutOfUse,
  onDone,
}: RowActionsProps) {
  const { t } = useTranslation();
  const once = useOnce();
  const place = rows.findIndex(({ id }) => id === row.id);
  const isClosed = row.outOfUse === true;
  async function switchUse() {
    if (await once(() => onOutOfUse(!isClosed))) onDone();
  }
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
      <Button variant="default" size="md" disabled={isTaken && !isClosed} onClick={() => void switchUse()}>
        {isClosed ? t('settings.floor.reopen') : t('settings.floor.close')}
      </Button>
      {isTaken && !isClosed && <p className={pages.text}>{t('settings.floor.taken')}</p>}
    </>
  );
}
