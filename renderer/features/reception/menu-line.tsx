/** What the bar has run out of, among what comes next: one line that opens the list. */
import { useTranslation } from 'react-i18next';
import classes from './checks.module.css';
import { drinksOnMenu } from './names.ts';
import type { Floor } from './use-floor.ts';
import chips from '../../ui/chips.module.css';

interface Props {
  readonly menu: Floor['menu'];
  readonly onShow: () => void;
}

export function MenuLine({ menu, onShow }: Props) {
  const { t } = useTranslation();
  const out = drinksOnMenu(menu).filter(({ available }) => available === false).length;
  return (
    <button type="button" className={classes.line} onClick={onShow}>
      <b>{t('menu.title')}</b> <kbd>D</kbd>
      <span className={chips.chip} data-tone={out > 0 ? 'warn' : 'ok'}>
        {out > 0 ? t('menu.line.out', { count: out }) : t('menu.line.none')}
      </span>
    </button>
  );
}
