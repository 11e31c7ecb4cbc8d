/** Milliseconds since the epoch. A parameter wherever time matters, so that tests own it. */
export type Clock = () => number;
