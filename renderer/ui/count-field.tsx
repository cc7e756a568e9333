/** A small whole number: typed, by arrow keys, or by two buttons that a finger can hit. */
import { NumberInput, type NumberInputProps } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useRef, type FocusEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './count-field.module.css';

type Words =
  'id' | 'label' | 'aria-label' | 'error' | 'description' | 'descriptionProps' | 'inputWrapperOrder';

interface Props extends Pick<NumberInputProps, Words | 'w' | 'clampBehavior'> {
  readonly min: number;
  readonly max: number;
  readonly value: number | '';
  /** NaN or 0 where nothing is typed. */
  readonly onChange: (value: number) => void;
}

export function CountField({ min, max, value, onChange, ...rest }: Props) {
  const { t } = useTranslation();
  const isUntyped = useRef(false);
  const step = (by: 1 | -1, name: string) => (
    // The field itself takes the arrow keys: no further stops for Tab.
    <button
      type="button"
      className={classes.step}
      tabIndex={-1}
      aria-label={name}
      disabled={by < 0 ? Number(value) <= min : Number(value) >= max}
      onClick={() => onChange(Math.min(max, Math.max(min, (value || 0) + by)))}
    >
      {by < 0 ? <IconMinus aria-hidden size={18} /> : <IconPlus aria-hidden size={18} />}
    </button>
  );
  return (
    <NumberInput
      {...rest}
      {...{ min, max, value }}
      // What is typed takes the place of the number that stands there: `2` is two, never twelve. At once, for keys
      // that come as fast as the focus; and again once a tap has set its caret, unless a digit was there first.
      wrapperProps={{
        onFocusCapture: ({ target }: FocusEvent) => {
          isUntyped.current = true;
          if (target instanceof HTMLInputElement) target.select();
        },
        onInputCapture: () => void (isUntyped.current = false),
      }}
      onFocus={({ currentTarget }) => isUntyped.current && currentTarget.select()}
      onChange={(typed) => onChange(Number(typed))}
      hideControls
      allowDecimal={false}
      classNames={{ input: classes.input ?? '' }}
      leftSection={step(-1, t('common.less'))}
      leftSectionWidth={44}
      leftSectionPointerEvents="all"
      rightSection={step(1, t('common.more'))}
      rightSectionWidth={44}
    />
  );
}
