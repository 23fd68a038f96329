interface ClockFieldProps {
  name: string;
  label: string;
  value: string;
  /** The id of the sentence that says what is wrong with day and time together. */
  wrong?: string | undefined;
  required?: boolean;
}

/** Shown by the browser as its reader writes days; sent as `2026-11-30`. */
export function DayField({ min, ...props }: ClockFieldProps & { min?: string }) {
  return <ClockField type="date" min={min} {...props} />;
}

/** Shown by the browser as its reader writes times; sent as `09:00`. */
export function TimeField(props: ClockFieldProps) {
  return <ClockField type="time" {...props} />;
}

function ClockField({
  type,
  name,
  label,
  value,
  min,
  wrong,
  required = true,
}: ClockFieldProps & { type: 'date' | 'time'; min?: string | undefined }) {
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label for={name}>{label}</label>
      <input
        type={type}
        id={name}
        name={name}
        value={value}
        min={min}
        required={required}
        autocomplete="off"
        aria-describedby={wrong}
        aria-invalid={wrong ? 'true' : undefined}
      />
    </div>
  );
}
