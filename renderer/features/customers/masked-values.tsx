/** Numbers that are masked until somebody asks for them; that they did is recorded first. */
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './customers.module.css';
import { useReveal } from './use-reveal.ts';

interface Props {
  readonly label: string;
  readonly field: string;
  /** The customer's id. */
  readonly row: string;
  readonly masked: readonly string[];
  readonly values: readonly string[];
}

/** A desk stands open: they do not stay on the screen. */
const shownMs = 60_000;

export function MaskedValues({ label, field, row, masked, values }: Props) {
  const { t } = useTranslation();
  const reveal = useReveal();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isShown) return;
    const timer = setTimeout(() => setShown(false), shownMs);
    return () => clearTimeout(timer);
  }, [isShown]);
  async function toggle() {
    if (isShown) setShown(false);
    else if (await reveal(row, [field])) setShown(true);
  }
  return (
    <div>
      <dt>{label}</dt>
      <dd className={classes.masked}>
        <span>{(isShown ? values : masked).join(t('common.listSeparator'))}</span>
        <Button
          variant="subtle"
          aria-label={t(isShown ? 'customers.reveal.hideOf' : 'customers.reveal.showOf', { field: label })}
          onClick={() => void toggle()}
        >
          {t(isShown ? 'customers.reveal.hide' : 'customers.reveal.show')}
        </Button>
      </dd>
    </div>
  );
}
