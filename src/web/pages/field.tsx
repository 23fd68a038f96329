import type { ComponentChildren } from 'preact';
import type { Message, Translate } from '../../platform/i18n/messages.js';

/** What is wrong with a form: a sentence per field, and `form` for what belongs to no field. */
export type FormErrors<Field extends string> = Partial<Record<Field | 'form', Message>>;

interface LabelledProps {
  t: Translate;
  name: string;
  label: string;
  hint?: string;
  error?: Message;
}

/** Label, hint and error around one control; the control is described by both. */
function Labelled({
  t,
  name,
  label,
  hint,
  error,
  children,
}: LabelledProps & { children: ComponentChildren }) {
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={name}>{label}</label>
      {error && (
        <p class="error" id={`${name}-error`}>
          {t(error.key, error.params)}
        </p>
      )}
      {children}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

function description({ name, hint, error }: LabelledProps) {
  const ids = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return { 'aria-describedby': ids || undefined, 'aria-invalid': error ? ('true' as const) : undefined };
}

/** `type="email"` refuses addresses with letters beyond ASCII, so an address is text with a mail keyboard. */
const KEYBOARDS = {
  text: {},
  address: { inputmode: 'email', autocapitalize: 'none', spellcheck: false },
  url: { inputmode: 'url', autocapitalize: 'none', spellcheck: false },
  number: { inputmode: 'numeric', spellcheck: false },
} as const;

export interface TextFieldProps extends LabelledProps {
  value?: string;
  kind?: keyof typeof KEYBOARDS;
  autocomplete: string;
  required?: boolean;
  lang?: string;
}

export function TextField(props: TextFieldProps) {
  const { kind = 'text', name, value = '', autocomplete, required = true, lang } = props;
  return (
    <Labelled {...props}>
      <input
        type="text"
        {...KEYBOARDS[kind]}
        id={name}
        name={name}
        value={value}
        autocomplete={autocomplete}
        required={required}
        lang={lang}
        {...description(props)}
      />
    </Labelled>
  );
}

export interface PasswordFieldProps extends LabelledProps {
  autocomplete: 'current-password' | 'new-password' | 'off';
  required?: boolean;
}

/** Never shown again once sent. */
export function PasswordField(props: PasswordFieldProps) {
  const { name, autocomplete, required = true } = props;
  return (
    <Labelled {...props}>
      <input
        type="password"
        id={name}
        name={name}
        autocomplete={autocomplete}
        required={required}
        {...description(props)}
      />
    </Labelled>
  );
}

export interface TextAreaProps extends LabelledProps {
  value?: string;
  rows: number;
  required?: boolean;
  lang?: string;
}

export function TextArea(props: TextAreaProps) {
  const { name, value = '', rows, required = true, lang } = props;
  return (
    <Labelled {...props}>
      <textarea
        id={name}
        name={name}
        rows={rows}
        required={required}
        lang={lang}
        autocomplete="off"
        {...description(props)}
      >
        {value}
      </textarea>
    </Labelled>
  );
}

export interface FileFieldProps extends LabelledProps {
  /** Media types, by commas. */
  accept: string;
}

export function FileField(props: FileFieldProps) {
  const { name, accept } = props;
  return (
    <Labelled {...props}>
      <input type="file" id={name} name={name} accept={accept} required {...description(props)} />
    </Labelled>
  );
}

export interface SelectFieldProps extends LabelledProps {
  value?: string;
  options: readonly { value: string; label: string }[];
}

export function SelectField(props: SelectFieldProps) {
  const { name, value, options } = props;
  return (
    <Labelled {...props}>
      <select id={name} name={name} autocomplete="off" {...description(props)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}
