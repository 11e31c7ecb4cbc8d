import { expect, it } from 'vitest';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 5.2.5: archives with symbolic links are refused.
const scene = useIntake();

it('refuses symbolic links, devices, pipes and sockets', async () => {
  for (const type of [0o120777, 0o020666, 0o060666, 0o010666, 0o140777]) {
    const entry = { name: 'link.jpg', bytes: Buffer.from('/etc/passwd'), mode: type };
    expect((await scene.send({ edit: (all) => [...all, entry] })).code).toBe('container_malformed');
  }
});
