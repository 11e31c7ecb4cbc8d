/** A number that decides something, with what is needed to question it. */
export interface Threshold {
  readonly value: number;
  readonly unit: string;
  /** Where it comes from, and the distance to what it must let through and keep out. */
  readonly origin: string;
  /** Day it was last set, ISO 8601. */
  readonly date: string;
}
