import { Labelled, type LabelledProps, description } from './field.js';

/** Shown by the browser as its reader writes days; sent as `2026-11-30`. */
export function DayField(props: LabelledProps & { value: string; min?: string }) {
  const { name, value, min } = props;
  return (
    <Labelled {...props}>
      <input
        type="date"
        id={name}
        name={name}
        value={value}
        min={min}
        required
        autocomplete="off"
        {...description(props)}
      />
    </Labelled>
  );
}

/** Shown by the browser as its reader writes times; sent as `09:00`. */
export function TimeField(props: LabelledProps & { value: string }) {
  const { name, value } = props;
  return (
    <Labelled {...props}>
      <input
        type="time"
        id={name}
        name={name}
        value={value}
        required
        autocomplete="off"
        {...description(props)}
      />
    </Labelled>
  );
}
