import type { StaffFrame } from '../../pages/frame.js';
import { ActButton, type ActButtonProps } from '../../pages/form.js';
import { type LookedUpAct, staffPaths } from '../../pages/paths.js';

/** Somebody who was looked up, as the pages about them name them: nothing of it stands in an address of a page. */
export interface OfPerson {
  frame: StaffFrame;
  register: { id: string; name: string };
  press: { handle: string; address: string };
}

export interface PressButtonProps extends OfPerson, Pick<ActButtonProps, 'label' | 'kind' | 'fields'> {
  act: LookedUpAct;
}

/** One press on somebody who was looked up. */
export function PressButton({ frame, register, press, act, label, kind, fields }: PressButtonProps) {
  const { handle, address } = press;
  return (
    <ActButton
      action={staffPaths.lookedUpAct(act)}
      csrf={frame.csrf}
      label={label}
      kind={kind}
      fields={{ register: register.id, handle, address, ...fields }}
    />
  );
}
