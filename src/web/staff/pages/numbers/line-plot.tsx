import { type PlotFrameProps, PlotFrame } from './plot-frame.js';
import { PLOT, roundedUp, tenth } from './plot-scale.js';

export type LinePlotProps = Pick<PlotFrameProps, 'id' | 'title' | 'description'> & {
  points: readonly { label: string; value: number }[];
  number: (value: number) => string;
};

/** How much there was, over time. From zero: what looks like much is much. */
export function LinePlot({ id, title, description, points, number }: LinePlotProps) {
  const top = roundedUp(Math.max(0, ...points.map(({ value }) => value)));
  const width = Math.max(1, points.length - 1) * PLOT.slot;
  const at = ({ value }: { value: number }, index: number) =>
    `${points.length === 1 ? 0 : index * PLOT.slot} ${tenth(PLOT.height - (value / top) * PLOT.height)}`;
  const along = points.map(at).join('L') + (points.length === 1 ? `H${width}` : '');
  return (
    <PlotFrame
      id={id}
      title={title}
      description={description}
      top={number(top)}
      first={points[0]?.label ?? ''}
      last={points.at(-1)?.label ?? ''}
      width={width}
      height={PLOT.height}
    >
      <path class="grid" d={`M0 0.5H${width}M0 ${PLOT.height / 2}H${width}`} />
      <path class="area" d={`M${along}V${PLOT.height}H0Z`} />
      <path class="line" d={`M${along}`} />
      <path class="zero" d={`M0 ${PLOT.height - 0.5}H${width}`} />
    </PlotFrame>
  );
}
