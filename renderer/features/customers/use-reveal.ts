import { useTranslation } from 'react-i18next';
import { auditAccess } from '../../../shared/commands/audit.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice } from '../../data/hooks.ts';
import { errorText } from '../../ui/error-words.ts';
import { showFailure } from '../../ui/notices.ts';

/** Records that these fields of a customer are looked at; where that cannot be kept, they are not shown. */
export function useReveal(): (customerId: string, fields: readonly string[]) => Promise<boolean> {
  const { t } = useTranslation();
  const desk = useDesk();
  const deviceId = useDevice()?.deviceId ?? null;
  return async (customerId, fields) => {
    const row = { entity: 'customer', id: customerId, fields: [...fields] };
    const result = await desk.run(auditAccess, {
      what: 'valuesRevealed',
      device: deviceId,
      row,
      rowCount: 1,
    });
    if (!result.ok) showFailure(errorText(t, result.error.code));
    return result.ok;
  };
}
