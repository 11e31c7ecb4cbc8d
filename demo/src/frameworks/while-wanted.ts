import { byId } from '../element.ts';

/** Mounts an example while its box is ticked, as a single-page app mounts and unmounts its views. */
export function whileWanted(mount: () => () => void): void {
  const box = byId('mounted', HTMLInputElement);
  let unmount: (() => void) | undefined;
  const follow = (): void => {
    if (box.checked) unmount ??= mount();
    else {
      unmount?.();
      unmount = undefined;
    }
  };
  box.addEventListener('change', follow);
  follow();
}
