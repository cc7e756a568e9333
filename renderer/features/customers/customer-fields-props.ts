import type { CustomerErrors, CustomerValues, CustomerWarnings } from './customer-values.ts';

export interface CustomerFieldsProps {
  readonly values: CustomerValues;
  readonly errors: CustomerErrors;
  readonly warnings: CustomerWarnings;
  readonly set: (change: Partial<CustomerValues>) => void;
  /** A field was left: what is wrong with it is said from now on. */
  readonly onLeft: (field: string) => void;
}
