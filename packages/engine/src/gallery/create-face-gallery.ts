import type { FaceGallery } from '../model/face-gallery.ts';
import type { Store } from '../model/store.ts';
import { createResidentGallery } from './resident-gallery.ts';
import { createSearchedGallery } from './searched-gallery.ts';

/** Collections compared by the database where it can, else kept in memory and compared by the workers. */
export function createFaceGallery({
  collections,
  faceSearch,
}: Pick<Store, 'collections' | 'faceSearch'>): FaceGallery {
  return faceSearch === undefined ? createResidentGallery(collections) : createSearchedGallery(faceSearch);
}
