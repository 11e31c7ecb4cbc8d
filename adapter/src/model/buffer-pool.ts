/** Buffers of one size that are used again: what is allocated for each capture and outlives no call would keep the garbage
 * collector busy. */
export class BufferPool {
  /** Of each. */
  readonly bytes: number;
  readonly #kept: number;
  readonly #free: Buffer[] = [];

  /** `kept`: how many are held while nobody needs them; more are made when needed. */
  constructor(bytes: number, kept: number) {
    this.bytes = bytes;
    this.#kept = kept;
  }

  /** Filled with anything. Whoever takes it gives it back once, or drops it. */
  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(this.bytes);
  }

  /** Nobody may look at it, or at a part of it, from now on. */
  give(buffer: Buffer): void {
    if (this.#free.length < this.#kept) this.#free.push(buffer);
  }
}
