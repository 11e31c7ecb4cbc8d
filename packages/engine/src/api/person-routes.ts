import { randomUUID } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import type { PersonRecord } from '../model/collections.ts';
import type { ApiContext } from './api-context.ts';
import { personImageView, personView } from './collection-view.ts';
import { type EnrolContext, enrolImages } from './enrol-images.ts';
import { paging } from './folder-query.ts';
import { notFound, ownedCollection, ownedPerson, pathParameter } from './owned.ts';
import { readForm } from './read-form.ts';
import { discardForm } from './receive-form.ts';
import { requestSignal } from './request-signal.ts';

/** `/api/collections/{collection_id}/persons` and what lies below. */
export function personRoutes(context: ApiContext): Router {
  const router = express.Router();
  personList(router, context);
  onePerson(router, context);
  personImages(router, context);
  return router;
}

function personList(router: Router, context: ApiContext): void {
  const { secure, store, links, now } = context;
  secure(router, '/collections/:collectionId/persons', {
    get: async (req, res, caller) => {
      const { collectionId } = await ownedCollection(store, caller, pathParameter(req, 'collectionId'));
      const persons = await store.collections.listPersons(collectionId, paging(req.query));
      const images = await store.collections.listImages(persons.map(({ personId }) => personId));
      res.json(persons.map((person) => personView(person, images, links)));
    },
    post: async (req, res, caller) => {
      const { collectionId } = await ownedCollection(store, caller, pathParameter(req, 'collectionId'));
      const time = now();
      const fresh: PersonRecord = {
        personId: randomUUID(),
        collectionId,
        metaData: {},
        timeCreated: time,
        timeUpdated: time,
      };
      const { person, images } = await receive(context, req, res, fresh, (known, pictures) =>
        store.collections.addPerson(known, pictures),
      );
      res.status(201).json(personView(person, images, links));
    },
  });
}

function onePerson(router: Router, { secure, store, blobs, links }: ApiContext): void {
  secure(router, '/collections/:collectionId/persons/:personId', {
    get: async (req, res, caller) => {
      const person = await ownedPerson(store, caller, ...namesOf(req));
      res.json(personView(person, await store.collections.listImages([person.personId]), links));
    },
    delete: async (req, res, caller) => {
      const { personId, collectionId } = await ownedPerson(store, caller, ...namesOf(req));
      const images = await store.collections.listImages([personId]);
      await store.collections.deletePerson(personId);
      for (const { staticName } of images) await blobs.remove(collectionId, staticName);
      res.status(204).end();
    },
  });
}

function personImages(router: Router, context: ApiContext): void {
  const { secure, store, blobs, links } = context;
  const path = '/collections/:collectionId/persons/:personId/images';
  secure(router, path, {
    get: async (req, res, caller) => {
      const { personId } = await ownedPerson(store, caller, ...namesOf(req));
      const images = await store.collections.listImages([personId]);
      res.json(images.map((image) => personImageView(image, links)));
    },
    post: async (req, res, caller) => {
      const known = await ownedPerson(store, caller, ...namesOf(req));
      const { images } = await receive(context, req, res, known, (person, pictures) =>
        store.collections.addImages(person, pictures),
      );
      res.status(201).json(images.map((image) => personImageView(image, links)));
    },
  });
  secure(router, `${path}/:imageId`, {
    delete: async (req, res, caller) => {
      const { personId, collectionId } = await ownedPerson(store, caller, ...namesOf(req));
      const imageId = pathParameter(req, 'imageId');
      const images = await store.collections.listImages([personId]);
      const image = images.find(({ personImageId }) => personImageId === imageId);
      if (!image) throw notFound('image', imageId);
      await store.collections.deleteImage(imageId);
      await blobs.remove(collectionId, image.staticName);
      res.status(204).end();
    },
  });
}

function namesOf(req: Request): [collectionId: string, personId: string] {
  return [pathParameter(req, 'collectionId'), pathParameter(req, 'personId')];
}

async function receive(
  context: EnrolContext & Pick<ApiContext, 'limits'>,
  req: Request,
  res: Response,
  person: PersonRecord,
  store: Parameters<typeof enrolImages>[2],
) {
  const { blobs, limits } = context;
  const signal = requestSignal(res);
  const form = await readForm(req, { blobs, limits, signal });
  try {
    return await enrolImages(context, { form, person, signal }, store);
  } finally {
    await discardForm(blobs, form);
  }
}
