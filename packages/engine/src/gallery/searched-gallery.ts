import type { FaceGallery, SearchedCollection } from '../model/face-gallery.ts';
import type { FaceSearch } from '../model/face-search.ts';

/** Leaves the comparing to the database: no face is kept in this process. */
export function createSearchedGallery(search: FaceSearch): FaceGallery<SearchedCollection> {
  return {
    async open(collectionId, model, signal) {
      const found = await search.survey(collectionId, model, signal);
      return (
        found && {
          kind: 'searched',
          collectionId,
          ...found,
          nearest: (probe, count) => search.nearest({ collectionId, model, probe, count }),
        }
      );
    },
  };
}
