/** The frame of every form that is filled in by keys: what its fields hear, and what it is called. */
import type { ReactNode, Ref } from 'react';
import { formKeys } from './form-keys.ts';

interface Props {
  readonly ref?: Ref<HTMLFormElement>;
  readonly label: string;
  readonly className: string | undefined;
  /** By Ctrl+Enter or its button; the browser judges no field and sends nothing. */
  readonly onSubmit: () => void;
  /** By Escape, with what was typed kept. */
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

export function KeyForm({ ref, label, className, onSubmit, onLeave, children }: Props) {
  return (
    // Enter and Escape mean the same in every field of it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={ref}
      aria-label={label}
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      onKeyDown={formKeys(onLeave)}
      noValidate
    >
      {children}
    </form>
  );
}
