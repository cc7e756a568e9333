/** Who a new customer is; and whom the desk already knows like that. */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import { useSettings } from '../../data/hooks.ts';
import { draftProblems, type CheckInDraft } from './check-in-draft.ts';
import type { CheckInFormProps } from './check-in-form-props.ts';
import { placesOf } from './names.ts';
import { useDuplicate, type Duplicate } from './use-duplicate.ts';
import classes from './form.module.css';
import warningClasses from './warnings.module.css';

export function CustomerFields(props: CheckInFormProps) {
  const { draft, isTried, onChange } = props;
  const { t } = useTranslation();
  const province = useSettings()?.plateProvince ?? null;
  const problems = isTried ? draftProblems(draft, province) : {};
  const duplicate = useDuplicate(draft, province);
  const isOrganisation = draft.kind === 'organisation';
  return (
    <>
      <SegmentedControl
        aria-label={t('reception.checkIn.kind')}
        value={draft.kind}
        onChange={(value) => onChange({ kind: value as CheckInDraft['kind'] })}
        data={[
          { value: 'private', label: t('reception.checkIn.private') },
          { value: 'organisation', label: t('reception.checkIn.organisation') },
        ]}
      />
      <TextInput
        data-first
        label={isOrganisation ? t('reception.checkIn.organisationName') : t('reception.checkIn.name')}
        value={draft.name}
        maxLength={120}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={
          problems.name &&
          t(isOrganisation ? 'reception.checkIn.errors.organisationName' : 'reception.checkIn.errors.name')
        }
        autoComplete="off"
      />
      {isOrganisation && (
        <TextInput
          label={t('reception.checkIn.contact')}
          value={draft.contactPerson}
          maxLength={80}
          onChange={(event) => onChange({ contactPerson: event.currentTarget.value })}
          autoComplete="off"
        />
      )}
      <PhoneAndPlate {...props} problems={problems} />
      {duplicate && <DuplicateHint {...props} duplicate={duplicate} />}
    </>
  );
}

interface PhoneAndPlateProps extends CheckInFormProps {
  readonly problems: ReturnType<typeof draftProblems>;
}

function PhoneAndPlate({ draft, problems, onChange }: PhoneAndPlateProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.pair}>
      <TextInput
        label={t('reception.checkIn.phone')}
        value={draft.phone}
        maxLength={30}
        inputMode="tel"
        onChange={(event) => onChange({ phone: event.currentTarget.value })}
        error={problems.phone && t('reception.checkIn.errors.phone')}
        autoComplete="off"
      />
      <TextInput
        label={t('reception.checkIn.plate')}
        value={draft.plate}
        maxLength={16}
        onChange={(event) => onChange({ plate: event.currentTarget.value })}
        error={problems.plate && t('reception.checkIn.errors.plate')}
        autoComplete="off"
      />
    </div>
  );
}

interface DuplicateHintProps extends CheckInFormProps {
  readonly duplicate: Duplicate;
}

/** Why the desk thinks so, and where they are; a plate that somebody has is taken over only when told to. */
function DuplicateHint(props: DuplicateHintProps) {
  const { duplicate, floor, isTried, onUseExisting, onRegisterAnyway } = props;
  const { t } = useTranslation();
  const { name, reason, plate } = duplicate;
  const here = floor.parties.filter(({ visit }) => visit.guestCardId === duplicate.id);
  const isAsked = isTried && reason === 'plate';
  return (
    <div className={warningClasses.duplicate} role={isAsked ? 'alert' : 'status'}>
      <span className={warningClasses.duplicateWords}>
        <span>{t(`reception.checkIn.duplicate.${reason}`, { name, plate: showPlate(plate) })}</span>
        {here.length > 0 && (
          <span>{t('reception.checkIn.duplicate.here', { places: placesOf(t, here) })}</span>
        )}
        {isAsked && <span>{t('reception.checkIn.duplicate.ask')}</span>}
      </span>
      <span className={warningClasses.duplicateActions}>
        {onUseExisting && (
          <Button variant="light" onClick={() => onUseExisting(duplicate, here[0]?.visit.id ?? null)}>
            {t(here.length > 0 ? 'reception.checkIn.duplicate.show' : 'reception.checkIn.useExisting')}
          </Button>
        )}
        {isAsked && onRegisterAnyway && (
          <Button variant="default" onClick={() => onRegisterAnyway(duplicate.id)}>
            {t('reception.checkIn.duplicate.anyway')}
          </Button>
        )}
      </span>
    </div>
  );
}
