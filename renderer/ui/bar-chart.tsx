/** Bars over a zero line, drawn as plain SVG in our tokens; for who cannot see them the same as a table. */
import { useElementSize } from '@mantine/hooks';
import classes from './bar-chart.module.css';

export interface Bar {
  readonly key: string;
  /** Under or beside the bar. */
  readonly label: string;
  readonly value: number;
}

export interface ChartProps {
  readonly title: string;
  /** Heads of the two columns of the table. */
  readonly labelHead: string;
  readonly valueHead: string;
  readonly bars: readonly Bar[];
}

interface PlotProps extends ChartProps {
  /** px of the drawing; it is measured where left out. */
  readonly width?: number;
}

/** As drawn where nothing can be measured. */
const usualWidth = 400;
const labelPx = 12;

/** Upright bars, in their order, e.g. over time. */
export function ColumnChart(props: PlotProps) {
  const { ref, width } = useElementSize();
  return (
    <ChartFrame {...props} plotRef={ref}>
      <Columns {...props} width={props.width ?? (width || usualWidth)} />
    </ChartFrame>
  );
}

/** Lying bars with their words before them, e.g. by kind. */
export function RowChart(props: PlotProps) {
  const { ref, width } = useElementSize();
  return (
    <ChartFrame {...props} plotRef={ref}>
      <Rows {...props} width={props.width ?? (width || usualWidth)} />
    </ChartFrame>
  );
}

interface FrameProps extends ChartProps {
  readonly plotRef: (element: HTMLDivElement | null) => void;
  readonly children: React.ReactNode;
}

function ChartFrame({ title, labelHead, valueHead, bars, plotRef, children }: FrameProps) {
  return (
    <figure className={classes.chart}>
      <figcaption>{title}</figcaption>
      <div className={classes.plot} ref={plotRef} aria-hidden>
        {children}
      </div>
      <div className={classes.unseen}>
        <table aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{labelHead}</th>
              <th scope="col">{valueHead}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ key, label, value }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

const height = 112;
const top = 16;
const bottom = 20;

function Columns({ bars, width = usualWidth }: PlotProps) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const step = width / Math.max(1, bars.length);
  const barWidth = Math.min(40, Math.max(1, step * 0.68));
  const widest = Math.max(0, ...bars.map(({ label }) => widthOf(label)));
  // Every second, third … label where they would run into each other.
  const every = Math.max(1, Math.ceil((widest + 8) / step));
  const hasValues = Math.max(0, ...bars.map(({ value }) => widthOf(String(value)))) + 2 <= step;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} height={height} className={classes.svg}>
      {bars.map(({ key, label, value }, index) => {
        const middle = step * (index + 0.5);
        const barHeight = ((height - top - bottom) * value) / most;
        const y = height - bottom - barHeight;
        return (
          <g key={key}>
            <rect
              x={middle - barWidth / 2}
              y={y}
              width={barWidth}
              height={barHeight}
              rx={Math.min(2, barWidth / 3)}
            />
            {hasValues && value > 0 && (
              <text className={classes.value} x={middle} y={y - 4} textAnchor="middle">
                {value}
              </text>
            )}
            {index % every === 0 && (
              <text x={within(middle, widthOf(label), width)} y={height - 5} textAnchor="middle">
                {label}
              </text>
            )}
          </g>
        );
      })}
      <line x1={0} x2={width} y1={height - bottom} y2={height - bottom} />
    </svg>
  );
}

const mostRows = 6;

function Rows({ bars, width = usualWidth }: PlotProps) {
  const rowHeight = height / Math.max(mostRows, bars.length);
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const before = Math.min(width / 2, Math.max(0, ...bars.map(({ label }) => widthOf(label))) + 10);
  const after = Math.max(0, ...bars.map(({ value }) => widthOf(String(value)))) + 10;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} height={height} className={classes.svg}>
      {bars.map(({ key, label, value }, index) => {
        const y = rowHeight * index;
        const barWidth = (Math.max(0, width - before - after) * value) / most;
        const baseline = y + rowHeight / 2 + 4.5;
        return (
          <g key={key}>
            <text x={before - 8} y={baseline} textAnchor="end">
              {label}
            </text>
            <rect x={before} y={y + rowHeight * 0.16} width={barWidth} height={rowHeight * 0.68} rx={2} />
            <text className={classes.value} x={before + barWidth + 6} y={baseline}>
              {value}
            </text>
          </g>
        );
      })}
      <line x1={before} x2={before} y1={0} y2={rowHeight * bars.length} />
    </svg>
  );
}

/** About as wide as the text will be: Chinese characters are as wide as high, others a good half. */
function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (/[\u2e80-\uffef]/u.test(sign) ? 1 : 0.58) * labelPx, 0);
}

/** So that the first and the last label are not cut off. */
function within(middle: number, labelWidth: number, width: number): number {
  return Math.min(Math.max(middle, labelWidth / 2), Math.max(labelWidth / 2, width - labelWidth / 2));
}
