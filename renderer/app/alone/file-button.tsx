import { Button } from '@mantine/core';
import { useRef, useState } from 'react';

interface Props {
  readonly words: string;
  readonly onChosen: (file: File) => Promise<void>;
}

/** Asks for a backup file; busy until `onChosen` is done with it. */
export function FileButton({ words, onChosen }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".crdesk,application/gzip"
        hidden
        aria-label={words}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // The same file may be chosen again.
          event.currentTarget.value = '';
          if (!file) return;
          setBusy(true);
          void onChosen(file).finally(() => setBusy(false));
        }}
      />
      <Button variant="default" size="md" loading={isBusy} onClick={() => input.current?.click()}>
        {words}
      </Button>
    </>
  );
}
