import { Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './copy-field.module.css';

/** A text to take elsewhere: by a button, or by hand, being selected as soon as it is entered. */
export function CopyField({ label, text }: { readonly label: string; readonly text: string }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<'copied' | 'byHand' | null>(null);

  async function copy() {
    field.current?.select();
    const isDone = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(isDone ? 'copied' : 'byHand');
  }
  return (
    <div className={classes.row}>
      <TextInput
        ref={field}
        className={classes.field}
        label={label}
        value={text}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button variant="default" onClick={() => void copy()} aria-label={t('common.copyOf', { what: label })}>
        {t('common.copy')}
      </Button>
      <span className={classes.said} role="status">
        {said !== null && t(said === 'copied' ? 'common.copied' : 'common.copyByHand')}
      </span>
      <p className={classes.printed}>{text}</p>
    </div>
  );
}
