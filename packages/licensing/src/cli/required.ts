import { LicenceError } from '../licence-error.ts';

/** The value of an option that must be given. */
export function required(value: string | undefined, option: string): string {
  if (value !== undefined && value !== '') return value;
  throw new LicenceError('licence_input_invalid', `${option} is missing. See presence-licence --help.`);
}
