/** Which printer of this computer has the small slips, without a question each time. */
import { NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallAnswer } from '../../shared/ipc.ts';
import { useBridge } from '../data/bridge-context.tsx';
import type { Receipts } from '../data/bridge.ts';
import { showFailure } from '../ui/notices.ts';

export function ReceiptPrinter() {
  const { receipts } = useBridge();
  return receipts && <ChoiceOf receipts={receipts} />;
}

function ChoiceOf({ receipts }: { readonly receipts: Receipts }) {
  const { t } = useTranslation();
  const [printers, setPrinters] = useState<CallAnswer<'printers'> | null>(null);
  useEffect(
    () => void receipts.printers().then((answer) => answer.ok && setPrinters(answer.value)),
    [receipts],
  );
  if (printers === null) return null;
  const { found, chosen } = printers;
  const isGone = chosen !== null && !found.some(({ name }) => name === chosen);
  async function choose(name: string | null) {
    const answer = await receipts.choose(name);
    if (answer.ok && answer.value !== 'unknown') setPrinters({ found, chosen: name });
    if (!answer.ok || answer.value !== 'chosen') showFailure(t('shell.window.notKept'));
  }
  return (
    <NativeSelect
      label={t('shell.print.receiptPrinter')}
      description={t('shell.print.receiptHint')}
      value={chosen ?? ''}
      onChange={(event) => void choose(event.currentTarget.value || null)}
      data={[
        { value: '', label: t('shell.print.none') },
        ...found.map(({ name, label }) => ({ value: name, label })),
        ...(isGone ? [{ value: chosen, label: t('shell.print.notThere', { name: chosen }) }] : []),
      ]}
    />
  );
}
