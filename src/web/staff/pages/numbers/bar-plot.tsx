import { type PlotFrameProps, PlotFrame, type PlotKind } from './plot-frame.js';
import { PLOT, roundedUp, tenth } from './plot-scale.js';

interface Part {
  kind: PlotKind;
  value: number;
}

export interface Bar {
  label: string;
  /** From the line upwards, and downwards: one upon the other. */
  up: readonly Part[];
  down?: readonly Part[];
}

export type BarPlotProps = Pick<PlotFrameProps, 'id' | 'title' | 'description' | 'legend'> & {
  bars: readonly Bar[];
  number: (value: number) => string;
};

/** Between two parts of a bar, so that they are told apart without colour. */
const GAP = 2;
/** A small number must still be seen. */
const LOWEST = 2;

/** Bars over time, and under the line what goes the other way. */
export function BarPlot({ id, title, description, legend, bars, number }: BarPlotProps) {
  const most = (side: 'up' | 'down') => Math.max(0, ...bars.map((bar) => sum(bar[side] ?? [])));
  const down = most('down');
  const above = roundedUp(most('up'));
  const below = down > 0 ? roundedUp(down) : 0;
  const scale = PLOT.height / (above + below);
  const line = tenth(above * scale);
  const width = bars.length * PLOT.slot;
  return (
    <PlotFrame
      id={id}
      title={title}
      description={description}
      {...(legend && { legend })}
      top={number(above)}
      bottom={below > 0 ? number(below) : undefined}
      first={bars[0]?.label ?? ''}
      last={bars.at(-1)?.label ?? ''}
      width={width}
      height={PLOT.height}
    >
      <path class="grid" d={`M0 0.5H${width}M0 ${tenth(line / 2)}H${width}`} />
      {bars.map(({ up, down: under = [] }, index) => {
        const x = index * PLOT.slot + (PLOT.slot - PLOT.bar) / 2;
        return (
          <g key={index}>
            {stacked(up, scale).map(({ kind, from, height }) => (
              <rect
                key={kind}
                class={`mark ${kind}`}
                x={x}
                y={tenth(line - from - height)}
                width={PLOT.bar}
                height={height}
              />
            ))}
            {stacked(under, scale).map(({ kind, from, height }) => (
              <rect
                key={kind}
                class={`mark ${kind}`}
                x={x}
                y={tenth(line + from)}
                width={PLOT.bar}
                height={height}
              />
            ))}
          </g>
        );
      })}
      <path class="zero" d={`M0 ${Math.min(line, PLOT.height - 0.5)}H${width}`} />
    </PlotFrame>
  );
}

const sum = (parts: readonly Part[]): number => parts.reduce((all, { value }) => all + value, 0);

function stacked(parts: readonly Part[], scale: number) {
  let from = 0;
  return parts
    .filter(({ value }) => value > 0)
    .map(({ kind, value }, index) => {
      const whole = value * scale;
      const gap = index > 0 ? GAP : 0;
      const part = { kind, from: tenth(from + gap), height: tenth(Math.max(LOWEST, whole - gap)) };
      from += whole;
      return part;
    });
}
