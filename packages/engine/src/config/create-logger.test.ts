import { describe, expect, it } from 'vitest';
import { createLogger } from './create-logger.ts';

describe('createLogger', () => {
  it('blanks secrets and results out, at the top and one level down', () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
    logger.info(
      { access_token: 'SECRET', body: { password: 'SECRET', results_data: { s: 'SECRET' } } },
      'hello',
    );
    logger.info({ config: { serviceToken: 'SECRET' }, headers: { a: 'SECRET' } }, 'again');
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain('SECRET');
    expect(lines.join('')).toContain('[redacted]');
  });
});
