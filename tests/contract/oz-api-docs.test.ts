import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_TABLE } from '../../packages/engine/src/api/error-table.data.ts';
import { environmentSchema } from '../../packages/engine/src/config/environment-schema.ts';
import { enginePermissionsPage, readEnginePermissionsPage } from '../support/engine-permissions-page.ts';

const page = readFileSync(new URL('../../docs/engine-api.md', import.meta.url), 'utf8');

describe('docs/engine-permissions.md', () => {
  it('says what the tables say; npm run docs writes it', async () => {
    expect(await readEnginePermissionsPage()).toBe(enginePermissionsPage());
  });
});

describe('docs/engine-api.md', () => {
  it('knows every variable of the environment and no other', () => {
    const documented = new Set(page.match(/\b((?:ENGINE|OTEL)_[A-Z\d_]+[A-Z\d]|PRESENCE_DATA)\b/g));
    documented.delete('ENGINE_');
    expect([...documented].sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  });

  it('gives status and number of every error that reaches a client', () => {
    const startOnly = ['config_invalid', 'port_in_use', 'data_in_use'];
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    for (const [code, { status, oz }] of Object.entries(ERROR_TABLE)) {
      expect(page).toContain(`\`${code}\``);
      if (startOnly.includes(code)) continue;
      const row = rows.find((line) => line.split('|')[1]?.includes(`\`${code}\``));
      expect([code, row]).toEqual([
        code,
        expect.stringMatching(new RegExp(`\\| ${status} \\|.*\\b${oz}\\b`)),
      ]);
    }
  });
});
