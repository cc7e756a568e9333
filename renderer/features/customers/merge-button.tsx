import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../ui/use-go.ts';
import { useKeys } from '../../ui/use-keys.ts';
import type { CustomerRecord } from './use-customer-record.ts';
import { useMayMerge } from './use-may-merge.ts';

/** From a customer's page to the merge with another one, for who may and where customers are held in full. */
export function MergeButton({ record: { card } }: { readonly record: CustomerRecord }) {
  const { t } = useTranslation();
  const go = useGo();
  const mayMerge = useMayMerge();
  const open = () => go(`/customers/${card.id}/merge`);
  useKeys(mayMerge ? [{ keys: 'm', label: t('merge.open'), run: open }] : []);
  if (!mayMerge) return null;
  return (
    <Button variant="default" onClick={open} rightSection={<kbd>M</kbd>}>
      {t('merge.open')}
    </Button>
  );
}
