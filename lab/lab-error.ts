/** Something whoever called the lab can mend: the message says what and where. Other errors are faults of the lab. */
export class LabError extends Error {
  override readonly name = 'LabError';
}
