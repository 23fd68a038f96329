import type { ComponentChildren } from 'preact';

export interface FormProps {
  action: string;
  /** The session's token; absent on public forms, where nobody is signed in. */
  csrf?: string;
  class?: string;
  id?: string;
  /** It brings a file. The token goes first: nothing of the file is read without it. */
  withFile?: boolean;
  children: ComponentChildren;
}

/** A form that acts. Errors are ours to word, so the browser's own bubbles are off. */
export function Form({ action, csrf, class: className, id, withFile, children }: FormProps) {
  return (
    <form
      method="post"
      action={action}
      class={className}
      id={id}
      enctype={withFile ? 'multipart/form-data' : undefined}
      novalidate
    >
      {csrf !== undefined && <input type="hidden" name="csrf" value={csrf} />}
      {children}
    </form>
  );
}

export interface ActButtonProps {
  action: string;
  csrf?: string;
  label: string;
  /** `primary` is the one thing the page is for. */
  kind?: 'primary' | 'quiet' | 'stop';
  /** Hidden fields, name to value. */
  fields?: Record<string, string>;
}

/** One button that does one thing. */
export function ActButton({ action, csrf, label, kind = 'primary', fields = {} }: ActButtonProps) {
  return (
    <Form action={action} csrf={csrf} class="act">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={kind === 'primary' ? 'button' : `button ${kind}`}>
        {label}
      </button>
    </Form>
  );
}
