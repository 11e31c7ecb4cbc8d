// A backend that speaks just enough of the Oz API to take captures and thinks nothing of them: what is left is the adapter's
// own work. Prints its address. A process of its own, so that it does
// not share the bench's loop.
import { createServer } from 'node:http';

/** Milliseconds an analysis takes, and whether the backend can hold an answer back until it is done. */
const analysisMs = Number(process.argv[2] ?? 0);
const waits = process.argv[3] !== 'deaf';
const folders = new Map();

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => answer(request, response));
});

function answer(request, response) {
  const json = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const [, folderId] = /^\/api\/folders\/([^/?]+)/.exec(request.url) ?? [];
  if (request.method === 'POST' && request.url.startsWith('/api/folders') && folderId === undefined) {
    const id = crypto.randomUUID();
    folders.set(id, { doneAt: Number.POSITIVE_INFINITY, analysisId: crypto.randomUUID() });
    return json(201, { folder_id: id, media: [{ media_id: crypto.randomUUID(), tags: ['video_selfie'] }] });
  }
  // A repeated attempt first looks for the folder of the one before; it makes another if there is none.
  if (request.method === 'GET' && request.url.startsWith('/api/folders/?')) return json(200, { items: [] });
  const folder = folders.get(folderId);
  // Whatever else is posted here was sent past the adapter, to be compared with it.
  if (folder === undefined) return json(request.method === 'POST' ? 202 : 404, {});
  if (request.method === 'POST') folder.doneAt = Date.now() + analysisMs;
  const view = () => {
    const done = Date.now() >= folder.doneAt;
    return [
      {
        analysis_id: folder.analysisId,
        type: 'QUALITY',
        state: done ? 'FINISHED' : 'PROCESSING',
        resolution: done ? 'SUCCESS' : '',
        // When the verdict was there, for the time the adapter needs to hand it on.
        results_data: { done_at: folder.doneAt },
      },
    ];
  };
  const left = folder.doneAt - Date.now();
  if (waits && request.headers.prefer?.startsWith('wait=') && request.method === 'GET' && left > 0)
    return setTimeout(() => json(200, view()), left);
  return json(request.method === 'POST' ? 201 : 200, view());
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () =>
  console.log(`null backend listening on http://127.0.0.1:${server.address().port}`),
);
