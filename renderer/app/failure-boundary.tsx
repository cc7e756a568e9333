import { Button, CopyButton } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PartMissing } from './lazy-page.ts';
import classes from './pages.module.css';

interface Props {
  readonly children: ReactNode;
}

/** What a bug shows instead of an empty window. Nothing saved is lost with it. */
export class FailureBoundary extends Component<Props, { readonly error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    return this.state.error ? <FailurePage error={this.state.error} /> : this.props.children;
  }
}

function FailurePage({ error }: { readonly error: Error }) {
  const { t } = useTranslation();
  const words = error instanceof PartMissing ? 'partMissing' : 'failure';
  const details = `${error.message}\n${error.stack ?? ''}`;
  return (
    <main className={classes.centre}>
      <div className={classes.box} role="alert">
        <h1 className={classes.title}>{t(`frame.${words}.title`)}</h1>
        <p className={classes.text}>{t(`frame.${words}.text`)}</p>
        {/* What scrolls is reached by key. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre className={classes.details} tabIndex={0}>
          {details}
        </pre>
        <div className={classes.actions}>
          <CopyButton value={details}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t('frame.failure.copied') : t('frame.failure.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={() => window.location.reload()}>{t('frame.failure.reload')}</Button>
        </div>
      </div>
    </main>
  );
}
