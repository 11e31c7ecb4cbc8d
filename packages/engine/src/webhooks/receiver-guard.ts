import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { EngineError } from '../model/engine-error.ts';
import { PRIVATE_NETWORKS } from './private-networks.data.ts';

/** Keeps webhooks away from what only this machine and its neighbours are meant to reach. */
export interface ReceiverGuard {
  /**
   * Refuses what can be told from the address alone.
   * @throws EngineError `invalid_value`
   */
  check(url: string): void;
  /** Resolves a host for a connection; private addresses fail. What was checked is what is connected to. */
  readonly lookup: LookupFunction;
}

/** @param allow hosts (`hooks.example`, `*.example`) and networks (`10.0.0.0/8`, `fd00::/8`) that may be called all the same */
export function createReceiverGuard(allow: readonly string[]): ReceiverGuard {
  const blocked = blockList(PRIVATE_NETWORKS);
  const networks = allow.filter((entry) => entry.includes('/') || isIP(entry) !== 0);
  const allowed = blockList(
    networks.map((entry) => (entry.includes('/') ? entry : `${entry}/${isIP(entry) === 4 ? 32 : 128}`)),
  );
  const hosts = allow.filter((entry) => !networks.includes(entry)).map((entry) => entry.toLowerCase());
  const trusted = (host: string) => hosts.some((entry) => matches(entry, host.toLowerCase()));
  const open = (address: string) => holds(allowed, address) || !holds(blocked, address);
  return {
    check(url) {
      const { protocol, hostname, username, password, hash } = parsed(url);
      const host = hostname.replace(/^\[|\]$/g, '');
      const literal = isIP(host) !== 0;
      const known = trusted(host) || (literal && holds(allowed, host));
      if (protocol !== 'https:' && !(protocol === 'http:' && known))
        throw refused('must begin with https:// (http:// only for hosts in ENGINE_WEBHOOK_ALLOW)');
      if (username !== '' || password !== '' || hash !== '')
        throw refused('must have no user, password or fragment');
      if (!known && (/(^|\.)localhost$/i.test(host) || (literal && !open(host))))
        throw refused('is a private address; the operator can permit it with ENGINE_WEBHOOK_ALLOW');
    },
    lookup(hostname, options, callback) {
      resolve(hostname, options, (error, addresses) => {
        const inside = trusted(hostname) ? undefined : addresses.find(({ address }) => !open(address));
        if (error || inside)
          callback(
            error ?? new RangeError(`${hostname} leads to the private address ${inside?.address}`),
            '',
          );
        else if (options.all === true) callback(null, [...addresses]);
        else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
      });
    },
  };
}

function resolve(
  hostname: string,
  options: LookupOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => done(error, addresses ?? []));
}

function parsed(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw refused('must be an address');
  }
}

function matches(entry: string, host: string): boolean {
  return entry.startsWith('*.') ? host.endsWith(entry.slice(1)) : host === entry;
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    const family = isIP(address);
    if (family === 0 || !/^\d{1,3}$/.test(prefix))
      throw new EngineError(
        'config_invalid',
        `ENGINE_WEBHOOK_ALLOW: "${network}" is no network like 10.0.0.0/8.`,
      );
    list.addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

function holds(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

function refused(problem: string): EngineError {
  return new EngineError('invalid_value', `url ${problem}.`, { details: { field: 'url' } });
}
