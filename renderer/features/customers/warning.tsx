import classes from './customers.module.css';

/** Beside a field: it may be right all the same. */
export function Warning({ text }: { readonly text: string }) {
  return <span className={classes.warning}>{text}</span>;
}
