/** A guest who was entered by mistake: the mark where nobody has been here, and on a marked record the way back. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../../ui/use-keys.ts';
import classes from './merge.module.css';
import type { CustomerRecord } from './use-customer-record.ts';
import { useMistakenActions } from './use-mistaken-actions.ts';

interface Props {
  readonly record: CustomerRecord;
  readonly mayEdit: boolean;
}

/** Who has been here is no mistake: of two records of one guest the one is merged into the other. */
export function MistakenButton({ record, mayEdit }: Props) {
  const { t } = useTranslation();
  const { mark } = useMistakenActions(record);
  const isOffered = mayEdit && record.visitCount === 0 && !record.isMistaken;
  useKeys(isOffered ? [{ keys: 'x', label: t('customers.mistaken.mark'), run: () => void mark() }] : []);
  if (!isOffered) return null;
  return (
    <Button variant="default" onClick={() => void mark()} rightSection={<kbd>X</kbd>}>
      {t('customers.mistaken.mark')}
    </Button>
  );
}

export function MistakenNote({ record, mayEdit }: Props) {
  const { t } = useTranslation();
  const { restore } = useMistakenActions(record);
  const isOffered = mayEdit && record.isMistaken;
  useKeys(
    isOffered ? [{ keys: 'x', label: t('customers.mistaken.restore'), run: () => void restore() }] : [],
  );
  if (!record.isMistaken) return null;
  return (
    <div role="status" className={classes.mistakenNote}>
      <span>{t('customers.mistaken.note')}</span>
      {isOffered && (
        <Button variant="default" onClick={() => void restore()} rightSection={<kbd>X</kbd>}>
          {t('customers.mistaken.restore')}
        </Button>
      )}
    </div>
  );
}
