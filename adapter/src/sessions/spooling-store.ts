import { EventEmitter } from 'node:events';
import type { SpoolFolder } from './spool-folder.ts';

/** What every session store does alike: containers in the spool folder, and listeners of changes. */
export abstract class SpoolingStore {
  readonly #spool: SpoolFolder;
  readonly #changes = new EventEmitter();

  protected constructor(spool: SpoolFolder) {
    this.#spool = spool;
    this.#changes.setMaxListeners(0);
  }

  incomingPath(id: string): Promise<string> {
    return this.#spool.incomingPath(id);
  }

  spool(id: string, incomingPath: string): Promise<boolean> {
    return this.#spool.take(id, incomingPath);
  }

  spoolPath(id: string): string {
    return this.#spool.path(id);
  }

  dropSpool(id: string): Promise<void> {
    return this.#spool.drop(id);
  }

  onChange(id: string, listener: () => void): () => void {
    this.#changes.on(id, listener);
    return () => this.#changes.off(id, listener);
  }

  protected tellListeners(id: string): void {
    this.#changes.emit(id);
  }
}
