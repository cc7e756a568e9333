import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** `(3) CR Desk …`: seen on the task bar, while another window lies above. */
export function useTitleCount(count: number): void {
  const { t } = useTranslation();
  const title = t('frame.windowTitle');
  // After every drawing: the application names the window anew when the language changes.
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${title}` : title;
  });
  useEffect(() => () => void (document.title = title), [title]);
}
