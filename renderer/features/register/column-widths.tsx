import { columnKeys } from './column-keys.ts';
import { columns } from './register-columns.ts';

const total = columnKeys.reduce((sum, key) => sum + columns[key].width, 0);

/** In shares of the whole, so that paper, which is narrower, has all columns too. */
export function ColumnWidths() {
  return (
    <colgroup>
      {columnKeys.map((key) => (
        <col key={key} data-column={key} style={{ width: `${(100 * columns[key].width) / total}%` }} />
      ))}
    </colgroup>
  );
}
