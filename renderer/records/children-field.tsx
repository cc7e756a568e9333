/** How many of a party are children: in sight where a party is more than one, and no stop on the way of Enter. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { CountField } from '../ui/count-field.tsx';
import classes from './children-field.module.css';

interface Props {
  readonly partySize: number | '';
  readonly value: number | '';
  readonly onChange: (children: number | '') => void;
  readonly isWrong: boolean;
  /** What a colleague made of it meanwhile. */
  readonly description?: string;
}

export function ChildrenField({ partySize, value, onChange, isWrong, description }: Props) {
  const { t } = useTranslation();
  const id = useId();
  if (Number(partySize) < 2 && !value) return null;
  return (
    <div className={classes.row} data-aside>
      <label htmlFor={id}>{t('visits.childrenOf')}</label>
      <CountField
        id={id}
        min={0}
        max={Number(partySize) || 0}
        clampBehavior="none"
        value={value}
        onChange={(children) => onChange(Number.isNaN(children) ? '' : children)}
        error={isWrong}
        w={144}
      />
      {isWrong && (
        <p className={classes.wrong} role="alert">
          {t('visits.childrenTooMany')}
        </p>
      )}
      {description && (
        <p className={classes.changed} role="status">
          {description}
        </p>
      )}
    </div>
  );
}

/** Whether so many of the party can be children; an emptied field says none. */
export function isChildCount(children: number | '', partySize: number | ''): boolean {
  return Number.isInteger(Number(children)) && Number(children) >= 0 && Number(children) <= Number(partySize);
}
