import { CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import {
  dismissNotice,
  hasUndoKey,
  noticeStore,
  takeOffer,
  undoLast,
  undoMs,
  undoNewest,
} from './notices.ts';
import classes from './notice-bar.module.css';
import { useKeys } from './use-keys.ts';

/** In the bar at the top, where nothing is being worked with: what was done, and the way back. */
export function NoticeBar() {
  const { t } = useTranslation();
  const { notice, page } = useStore(noticeStore);
  useKeys([{ keys: 'mod+z', label: t('frame.keys.undo'), run: undoNewest, inFields: 'empty' }]);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(dismissNotice, undoMs);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div className={classes.place} role="status" aria-live="polite">
      {notice && (
        <div key={notice.id} className={classes.bar} data-kind={notice.kind} data-notice>
          {notice.text && <span>{notice.text}</span>}
          {notice.undo && (
            <button type="button" className={classes.undo} onClick={undoLast}>
              {t('frame.undo.undo')} {hasUndoKey(notice, page) && <kbd>Ctrl Z</kbd>}
            </button>
          )}
          {notice.offer && (
            <>
              <span className={classes.hint}>{notice.offer.text}</span>
              <button type="button" className={classes.undo} onClick={takeOffer}>
                {notice.offer.label}
              </button>
            </>
          )}
          <CloseButton aria-label={t('frame.undo.close')} onClick={dismissNotice} />
        </div>
      )}
    </div>
  );
}
