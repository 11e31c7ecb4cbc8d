/**
 * What Redis does in one step. Each is safe to be sent twice, as a connection that broke before the answer makes
 * necessary: the sender's own mark tells its first try from somebody else's. 1: done, 0: not.
 */

/** KEYS session, index; ARGV id, JSON, mark. */
export const CREATE_SESSION = `
if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('HGET', KEYS[1], 'by') == ARGV[3] and 1 or 0 end
redis.call('HSET', KEYS[1], 'json', ARGV[2], 'by', ARGV[3])
redis.call('SADD', KEYS[2], ARGV[1])
return 1`;

/** Replaces what was read and nothing newer. KEYS session; ARGV JSON read, JSON wanted, mark. */
export const REPLACE_SESSION = `
local held = redis.call('HMGET', KEYS[1], 'json', 'by')
if held[2] == ARGV[3] then return 1 end
if held[1] ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'json', ARGV[2], 'by', ARGV[3])
return 1`;

/** KEYS session, lease, index; ARGV id. */
export const DELETE_SESSION = `
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('SREM', KEYS[3], ARGV[1])
return 1`;

/** Takes a free lease, or that of a holder known to be dead. KEYS lease; ARGV holder, milliseconds, dead holder or ''. */
export const TAKE_LEASE = `
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] and held ~= ARGV[3] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** KEYS lease; ARGV holder, milliseconds. */
export const TOUCH_LEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** KEYS lease; ARGV holder. */
export const RELEASE_LEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

/** One more in the running window; answers how many and the milliseconds left. KEYS counter; ARGV window in milliseconds. */
export const COUNT_CALL = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { count, redis.call('PTTL', KEYS[1]) }`;
