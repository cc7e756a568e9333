import { Button, CloseButton, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { readPhone, showPhone } from '../../../shared/rules/formats/phone.ts';
import type { CustomerFieldsProps } from './customer-fields-props.ts';
import classes from './customers.module.css';
import { Warning } from './warning.tsx';

const most = 20;

/** One field a number; the first is the one the bar knows the end of. */
export function PhoneFields({ values: { phones }, errors, warnings, set, onLeft }: CustomerFieldsProps) {
  const { t } = useTranslation();
  const put = (index: number, typed: string) => set({ phones: phones.with(index, typed) });
  /** As people write it, so that spaces and dashes of wherever it was copied from are gone. */
  function tidy(index: number) {
    const phone = readPhone(phones[index] ?? '');
    if (phone) put(index, showPhone(phone.number));
    onLeft(`phone ${index}`);
  }
  return (
    <div className={classes.phones}>
      {phones.map((typed, index) => (
        // Numbers have no name but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={classes.phone}>
          <TextInput
            label={t('customers.form.phone', { number: index + 1 })}
            value={typed}
            maxLength={40}
            inputMode="tel"
            onChange={(event) => put(index, event.currentTarget.value)}
            onBlur={() => tidy(index)}
            error={errors.phones.includes(index) && t('reception.checkIn.errors.phone')}
            description={warnings.samePhone === index && <Warning text={t('customers.warnings.samePhone')} />}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="off"
          />
          {phones.length > 1 && (
            <CloseButton
              aria-label={t('customers.form.removePhone', { number: index + 1 })}
              onClick={() => set({ phones: phones.filter((_, at) => at !== index) })}
            />
          )}
        </div>
      ))}
      {phones.length < most && (
        <div>
          <Button variant="subtle" onClick={() => set({ phones: [...phones, ''] })}>
            {t('customers.form.addPhone')}
          </Button>
        </div>
      )}
    </div>
  );
}
