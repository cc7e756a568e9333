/** The columns of the register, in their order. */
export const columnKeys = [
  ...(['arrivedAt', 'guest', 'people', 'purpose', 'vehicle', 'seat', 'drinks'] as const),
  ...(['receivedBy', 'firstDrink', 'refills', 'stay', 'leftAt'] as const),
];
export type ColumnKey = (typeof columnKeys)[number];
