import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { auditAccess } from '../../../shared/commands/audit.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice } from '../../data/hooks.ts';
import { usePrint } from '../../records/use-print.ts';
import { errorText } from '../../ui/error-words.ts';
import { showFailure } from '../../ui/notices.ts';
import type { CustomerRecord } from './use-customer-record.ts';

/** The page as it stands, numbers masked unless they were revealed. */
export function PrintRecord({ record: { card } }: { readonly record: CustomerRecord }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const device = useDevice();
  const { page } = usePrint();
  async function print() {
    const row = { entity: 'guestCard', id: card.id, fields: [] };
    const input = { what: 'recordPrinted', device: device?.deviceId ?? null, row, rowCount: 1 } as const;
    const result = await desk.run(auditAccess, input);
    if (result.ok) await page();
    else showFailure(errorText(t, result.error.code));
  }
  return (
    <Button variant="default" onClick={() => void print()}>
      {t('customers.record.print')}
    </Button>
  );
}
