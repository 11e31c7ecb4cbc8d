/*
 * What is documented of the Oz API, row by row; the engine has all of it. A test asks a running engine every call named
 * here and looks up every test; docs/engine-coverage.md is made of it.
 */

/** `ours`: documented by its name or purpose alone, so that the shape of it is this project's. */
type State = 'yes' | 'ours';

export interface CoverageRow {
  /** What the documents have: a call as `METHOD /path`, or a field, a rule, a code. */
  readonly what: string;
  readonly state: State;
  /** What a reader has to know besides. */
  readonly note?: string | undefined;
  /** File below the repository's root, and the beginning of a test's name. */
  readonly test: Test;
}

export interface CoverageSection {
  readonly title: string;
  readonly rows: readonly CoverageRow[];
}

type Test = readonly [file: string, title: string];

/** `file`: a path, or the middle of the name of a contract test of the API. */
function testOf(file: string, title: string): Test {
  return [file.includes('/') ? file : `tests/contract/oz-api-${file}.test.ts`, title];
}

const yes = (what: string, file: string, title: string, note?: string): CoverageRow => ({
  what,
  state: 'yes',
  note,
  test: testOf(file, title),
});
const ours = (what: string, file: string, title: string, note?: string): CoverageRow => ({
  ...yes(what, file, title, note),
  state: 'ours',
});

const metaData = (kind: string, file: string, title: string, id = 'id') =>
  ['GET', 'POST', 'PATCH', 'DELETE'].map((method) =>
    yes(`${method} /api/${kind}/{${id}}/meta_data`, file, title),
  );

export const API_COVERAGE: readonly CoverageSection[] = [
  {
    title: 'Conventions and errors',
    rows: [
      yes('with and without a trailing slash', 'auth', 'takes the e-mail address in any case'),
      yes('times in epoch seconds', 'auth', 'gives a 128-digit token'),
      yes('body of an error: `error_code`, `error_message`, `details`', 'errors', '404 for %s %s'),
      yes('codes 0–11', 'docs', 'gives status and number of every error'),
      yes('405 for a wrong verb', 'errors', '405 for %s %s'),
      yes('codes 3, 4, 5, 13, 14 of a container', 'container', 'without payload.json'),
      ours(
        'code 12',
        'errors',
        '500 with code 12',
        'recalled as "database error"; for statements it refused',
      ),
    ],
  },
  {
    title: 'Authentication',
    rows: [
      yes('POST /api/authorize/auth', 'auth', 'gives a 128-digit token'),
      yes('POST /api/authorize/refresh', 'auth', 'gives a new pair; the old one dies'),
      yes('its three documented messages', 'auth', 'refuses with the documented messages'),
      yes('GET /api/authorize/session_token', 'auth', 'is a JWT signed with ES384'),
      yes('one capture for each session token', 'capture-session', 'is good for one folder only'),
      yes('a token’s end slides with use', 'auth', 'slides with use and expires without'),
      yes('service accounts: five years', 'auth', 'of the service account lasts for years'),
      yes(
        'header `X-Forensics-Access-Token`',
        'folder-marks',
        'takes the access token under the name',
        'a slip of one overview page; understood too',
      ),
    ],
  },
  {
    title: 'Companies, users, roles',
    rows: [
      yes('GET /api/companies', 'accounts', 'are made, found, renamed', '`search_text`'),
      yes('POST /api/companies', 'accounts', 'are made, found, renamed'),
      yes('GET /api/companies/{companyId}', 'accounts', 'are made, found, renamed'),
      yes('PATCH /api/companies/{companyId}', 'accounts', 'are made, found, renamed'),
      yes('DELETE /api/companies/{companyId}', 'retention', 'of a company takes folders'),
      yes('GET /api/users', 'permissions', 'lists of %s no more'),
      yes('POST /api/users', 'accounts', 'look as documented'),
      yes('GET /api/users/{userId}', 'accounts', 'look as documented'),
      yes('PATCH /api/users/{userId}', 'accounts', 'cannot raise themselves'),
      yes('DELETE /api/users/{userId}', 'accounts', 'lose their sessions'),
      yes('fields of a user; `can_start_…` in three spellings', 'accounts', 'look as documented'),
      yes('`can_start_…` bounds what is started', 'accounts', 'start only the analyses they may'),
      yes('`is_admin`, `is_service` of older clients', 'accounts', 'of older clients have flags'),
      yes('what the six roles may do', 'permissions', 'does what the tables say'),
    ],
  },
  {
    title: 'Folders and media',
    rows: [
      yes('POST /api/folders', 'capture', 'goes from upload over analysis', 'any part name is a media key'),
      yes('GET /api/folders/{folderId}', 'capture', 'goes from upload over analysis', '`with_analyses`'),
      yes('DELETE /api/folders/{folderId}', 'folders', 'takes media, analyses and files with it'),
      yes(
        'POST /api/folders/{folderId}/media',
        'folders',
        'are appended with and without',
        'with and without `payload`; answers an array',
      ),
      yes('GET /api/folders/{folderId}/media', 'folders', 'are appended with and without'),
      yes(
        'PATCH /api/media/{mediaId}',
        'folders',
        'tags are replaced by PATCH',
        '`tags`: replaced; `[]` clears',
      ),
      yes(
        '`media:tags`, `media:meta_data`, `folder:meta_data`',
        'capture',
        'hands the analyser what was uploaded',
      ),
      yes(
        '`additional_info` of the capture',
        'capture',
        'hands the analyser what was uploaded',
        'in `media:meta_data`',
      ),
      yes(
        'limits of number and size',
        'errors',
        'more files than a folder may hold',
        'by `ENGINE_MAX_FILES`, `ENGINE_MAX_FILE_BYTES`',
      ),
      yes(
        'JPEG, PNG, zip of frames',
        'packages/engine/src/model/media-format.test.ts',
        '%s',
        'told by content, not by the MIME type',
      ),
      yes(
        'video/quicktime, mp4, webm',
        'packages/engine/src/unpack/video/open-video.test.ts',
        'gives every frame of a .%s',
        'with ffmpeg',
      ),
      yes(
        'video/mpeg, ogg, x-ms-wmv, x-msvideo',
        'packages/engine/src/unpack/video/open-video.test.ts',
        'reads a .%s of %s',
        'with ffmpeg; MPEG as program stream',
      ),
      yes(
        '`media_type`, `original_url`, `images[]`, `video_url`',
        'capture',
        'goes from upload over analysis',
      ),
      yes('`preview_url`: an MP4 made here', 'capture', 'shows a shot set as a film'),
      yes('`thumb_url` of a picture and a shot set', 'capture', 'shows pictures small'),
      yes(
        '`image_id`',
        'folder-marks',
        'has group_id, analyse_type',
        'seen in one client of 2018; the `media_id` of a picture',
      ),
      yes('`resolution_status`, `system_resolution`', 'folders', 'decide the folder'),
      yes(
        '`technical_meta_data` on every object',
        'folders',
        'are empty of technical_meta_data',
        'empty: "reserved for internal needs", and this engine has none',
      ),
      ours(
        '`is_cleared` of a folder',
        'folder-marks',
        'says that the files of a folder were removed',
        'a recalled name; its meaning is',
      ),
      ours(
        '`shared_token` of a folder',
        'folder-marks',
        'lets its holder read one folder',
        'a recalled name; its meaning is',
      ),
      yes('`operator_status`, `operator_comment` of a folder', 'decision', 'is left to an operator'),
    ],
  },
  {
    title: 'Analyses',
    rows: [
      yes(
        'POST /api/folders/{folderId}/analyses',
        'capture',
        'goes from upload over analysis',
        '`type` in any case; answers an array',
      ),
      yes(
        'GET /api/folders/{folderId}/analyses',
        'folders',
        'are listed with filters',
        'filters and `.exclude`',
      ),
      yes(
        'GET /api/analyses/{analysisId}',
        'capture',
        'goes from upload over analysis',
        'both spellings of the id',
      ),
      yes('`source_media`, all media without it', 'modes', 'answers with the finished result'),
      yes('`extract_best_shot` and `output_images`', 'capture', 'goes from upload over analysis'),
      ours(
        '`threshold_spoofing`, `threshold_min`, `threshold_max`',
        'decision',
        'of the client replace the engine',
        'the effect is',
      ),
      yes(
        '`collection_id`, `decision_count`, `decision_threshold`',
        'packages/engine/src/decide/decide-collection.test.ts',
        'passes a stranger',
      ),
      ours(
        '`capabilities` of documents',
        'packages/engine/src/pipeline/create-analyser.test.ts',
        'reads the text and the machine-readable zone',
        'what the bits of its number mean is nowhere documented, so a number stands for everything; words choose',
      ),
      yes(
        'a zip of one image tagged `video_selfie_blank`: liveness of a still',
        'packages/engine/src/pipeline/create-analyser.test.ts',
        'takes one-shot photographs',
      ),
      yes(
        'analyses nobody takes up expire after an hour',
        'expiry',
        'fails an analysis that no worker takes up',
        '`ENGINE_ANALYSIS_WAIT_MINUTES`',
      ),
      ours('webhook beside the analyses', 'webhooks', 'may belong to one folder', 'its shape is'),
      yes(
        'biometry: two media at least, the least similar pair counts',
        'packages/engine/src/decide/compare-faces.test.ts',
        'lets the least similar pair decide',
      ),
      yes('collection: `person_id` and `collection` of the match', 'collections', 'declines a face it finds'),
      yes(
        'documents: `text_fields`',
        'packages/engine/src/documents/find-mrz.test.ts',
        'puts print and zone side by side',
      ),
      yes(
        '`company_id`, `folder_id`, times and media of an analysis',
        'capture',
        'goes from upload over analysis',
      ),
      yes('statuses of analysis and folder', 'folders', 'decide the folder'),
      ours(
        'the operator’s decision',
        'decision',
        'is left to an operator',
        '`POST /api/analyses/{analysisId}/decision`',
      ),
      ours(
        '`group_id`, `analyse_type`, `time_task_*`, `thresholds`',
        'folder-marks',
        'has group_id, analyse_type',
        'recalled names; their meaning is',
      ),
    ],
  },
  {
    title: 'Single request, Instant, container',
    rows: [
      yes('`analyses` in the payload of POST /api/folders', 'modes', 'answers with the finished result'),
      yes(
        'POST /api/instant/folders',
        'modes',
        'answers with the result and keeps nothing',
        'nothing stored, no 1:N; wants a token all the same',
      ),
      ours(
        'binary container (`application/octet-stream`)',
        'container',
        'becomes a folder with its analyses',
        'an open zip bound to the session token; OzCapsula itself is closed',
      ),
    ],
  },
  {
    title: 'Listing folders',
    rows: [
      yes('GET /api/folders', 'folders', 'is newest first, with a total'),
      yes('`limit`, `offset`, `sorting`', 'folders', '%s'),
      yes('`time_created.min`, `.max`, `time_updated.…`, also `time.created.…`', 'folders', '%s'),
      yes('`meta_data=key==value`, `key!=value`', 'folders', '%s'),
      yes('`technical_meta_data=…`', 'folders', '%s', 'nothing has any: `==` finds nothing, `!=` everything'),
      yes('`resolution_status`', 'folders', '%s'),
      yes('`folder_id`', 'folders', 'finds folders by id'),
      yes('`user_id`, `company_id`', 'folders', 'finds folders by whose they are'),
      yes('`with_analyses`, also `with_analyzes`', 'folders', 'adds analyses by %s'),
      yes('`total_omit`', 'folders', 'leaves the total out'),
    ],
  },
  {
    title: 'Metadata',
    rows: [
      ...metaData('users', 'permissions', 'does what the tables say'),
      ...metaData('folders', 'folders', 'of %s can be read, replaced'),
      ...metaData('media', 'folders', 'of %s can be read, replaced'),
      ...metaData('analyses', 'folders', 'of %s can be read, replaced'),
      ...metaData('collections', 'permissions', 'does what the tables say'),
      ...metaData('collections/{id}/persons', 'collections', 'keeps persons with their pictures', 'personId'),
    ],
  },
  {
    title: 'Collections',
    rows: [
      yes('POST /api/collections', 'collections', 'makes, lists and removes'),
      yes('GET /api/collections', 'collections', 'makes, lists and removes'),
      yes('GET /api/collections/{collectionId}', 'collections', 'makes, lists and removes'),
      yes('DELETE /api/collections/{collectionId}', 'collections', 'makes, lists and removes'),
      yes('POST /api/collections/{collectionId}/persons', 'collections', 'keeps persons with their pictures'),
      yes('GET /api/collections/{collectionId}/persons', 'collections', 'keeps persons with their pictures'),
      yes(
        'GET /api/collections/{collectionId}/persons/{personId}',
        'collections',
        'keeps persons with their pictures',
      ),
      yes(
        'DELETE /api/collections/{collectionId}/persons/{personId}',
        'collections',
        'keeps persons with their pictures',
      ),
      yes(
        'POST /api/collections/{collectionId}/persons/{personId}/images',
        'collections',
        'keeps persons with their pictures',
      ),
      yes(
        'GET /api/collections/{collectionId}/persons/{personId}/images',
        'collections',
        'keeps persons with their pictures',
      ),
      yes(
        'DELETE /api/collections/{collectionId}/persons/{personId}/images/{imageId}',
        'collections',
        'keeps persons with their pictures',
      ),
      yes(
        'exact search, by pgvector where it is installed',
        'tests/cluster/vector-search.test.ts',
        'finds what comparing every face finds',
      ),
    ],
  },
  {
    title: 'Other calls',
    rows: [
      yes('GET /api/version', 'modes', 'version, healthcheck and metrics'),
      yes(
        'GET /api/healthcheck',
        'packages/engine/src/api/health.test.ts',
        'asks once',
        'looks at most every two seconds',
      ),
      ours(
        'GET /api/statistics',
        'accounts',
        'count what was finished',
        'documented is that there are statistics',
      ),
      ours(
        'GET /api/ab-testings-configs',
        'ab-testing',
        'makes, lists, changes and deletes',
        'documented by its name alone; a share of folders is judged by other thresholds; CLIENT accounts get an empty list',
      ),
      ours(
        'POST /api/event_sessions',
        'folders',
        'takes the telemetry of apps',
        'documented is "telemetry" of mobile apps; names of events go to the log, nothing is stored',
      ),
      ours(
        'GET /api/reports',
        'folders',
        'makes a report of what it may read',
        'documented is that clients make reports, with a column for the person',
      ),
      ours(
        'templates of reports',
        'report-templates',
        'has its format, columns, filters and days',
        'documented is that a CLIENT ADMIN has them; `/api/report_templates`',
      ),
      ours(
        'retention and deletion',
        'retention',
        'removes folders with their files',
        'documented is that nothing goes by itself',
      ),
    ],
  },
  {
    title: 'Oz API Lite',
    rows: [
      yes('GET /version', 'lite', 'says what it is and whether it works'),
      yes('GET /v1/face/pattern/health', 'lite', 'says what it is and whether it works'),
      yes('POST /v1/face/pattern/extract', 'lite', 'compares templates that it extracted'),
      yes(
        'POST /v1/face/pattern/compare',
        'lite',
        'compares templates that it extracted',
        'field names of the verdict are ours',
      ),
      yes('POST /v1/face/pattern/verify', 'lite', 'compares a picture with a template', 'as above'),
      ours('GET /v1/face/liveness/health', 'lite', 'says what it is and whether it works', 'presumed path'),
      ours(
        'POST /v1/face/liveness/detect',
        'lite',
        'judges a picture',
        '`passed` as a public client reads it',
      ),
      yes('`Content-Transfer-Encoding: base64`', 'lite', 'reads and writes base64'),
    ],
  },
];
