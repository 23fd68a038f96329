import type { ComponentChildren } from 'preact';

/** What a shape stands for: its colour, and its square in the legend. */
export type PlotKind =
  | 'joined'
  | 'left'
  | 'size'
  | 'accepted'
  | 'followed'
  | 'unsubscribed'
  | 'bounced'
  | 'objected'
  | 'complained'
  | 'erased'
  | 'list-closed'
  | 'visits'
  | 'further';

export interface PlotFrameProps {
  /** Unique on the page. */
  id: string;
  /** What is seen, and in a sentence what it shows: for whoever does not see it. */
  title: string;
  description: string;
  /** Where the scale ends, as text, and below zero where something goes that way. */
  top: string;
  bottom?: string | undefined;
  first: string;
  last: string;
  legend?: readonly { kind: PlotKind; label: string }[];
  width: number;
  height: number;
  children: ComponentChildren;
}

/** A plot drawn on the server. Its numbers stand in the table beside it. */
export function PlotFrame(props: PlotFrameProps) {
  const { id, title, description, top, bottom, first, last, legend = [], width, height, children } = props;
  return (
    <figure class="plot">
      <figcaption>{title}</figcaption>
      {legend.length > 1 && (
        <ul class="legend">
          {legend.map(({ kind, label }) => (
            <li key={kind}>
              <svg class="swatch" aria-hidden="true" width="12" height="12" viewBox="0 0 12 12">
                <rect class={`mark ${kind}`} x="0.5" y="0.5" width="11" height="11" rx="2" />
              </svg>
              {label}
            </li>
          ))}
        </ul>
      )}
      <p class="scale" aria-hidden="true">
        {top}
      </p>
      <svg
        role="img"
        aria-labelledby={`${id}-title ${id}-text`}
        viewBox={`0 0 ${width} ${height}`}
        width="100%"
        height={height}
        preserveAspectRatio="none"
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-text`}>{description}</desc>
        {children}
      </svg>
      {bottom !== undefined && (
        <p class="scale" aria-hidden="true">
          {bottom}
        </p>
      )}
      <p class="ends" aria-hidden="true">
        <span>{first}</span>
        {first !== last && <span>{last}</span>}
      </p>
    </figure>
  );
}
