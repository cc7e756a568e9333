/** The frame of the pages that stand before the desk: whose it is, the language, a title. */
import type { ReactNode } from 'react';
import { LanguageSwitch } from './language-switch.tsx';
import classes from './pages.module.css';

interface FrontPageProps {
  readonly brand?: string;
  readonly title: string;
  /** Where the page tells of something that goes on by itself. */
  readonly role?: 'status';
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function FrontPage({ brand = 'CR Desk', title, role, isWide = false, children }: FrontPageProps) {
  return (
    <main className={classes.centre}>
      <div className={classes.box} role={role} style={isWide ? { width: 'min(720px, 100%)' } : undefined}>
        <div className={classes.head}>
          <span className={classes.brand}>{brand}</span>
          <LanguageSwitch />
        </div>
        <h1 className={classes.title}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
