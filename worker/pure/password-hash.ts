import { createHmac, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** What one guess costs. `n` is a power of two; memory is 128 * n * r bytes. */
export type ScryptCost = { readonly n: number; readonly r: number; readonly p: number }

/** OWASP's scrypt setting of 32 MiB; about 100 ms of one core. PBKDF2 is no choice: Workers refuse more than 100 000 rounds. */
export const SCRYPT_COST: ScryptCost = { n: 2 ** 15, r: 8, p: 3 }

const SALT_BYTES = 16
const KEY_BYTES = 32

/**
 * The stored form of a password: `$scrypt$ln=15,r=8,p=3$<salt>$<key>` (base64url). It names its own cost, so the cost can
 * be raised and old hashes still verify. The pepper is mixed in by HMAC before, so the database alone is no use.
 */
export async function hashPassword(password: string, pepper: string, cost: ScryptCost = SCRYPT_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, pepper, salt, cost)
  return `$scrypt$ln=${Math.log2(cost.n)},r=${cost.r},p=${cost.p}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

/** True if the password is the one the hash was made of. Compares in constant time; false for a hash it cannot read. */
export async function isPassword(password: string, pepper: string, stored: string): Promise<boolean> {
  const parsed = parse(stored)
  if (!parsed) return false
  const key = await derive(password, pepper, parsed.salt, parsed.cost)
  return timingSafeEqual(key, parsed.key)
}

/** True for a hash that costs a guess less than `cost`: make it anew the next time the password is at hand. */
export function isOutdated(stored: string, cost: ScryptCost = SCRYPT_COST): boolean {
  const parsed = parse(stored)
  return !parsed || parsed.cost.n < cost.n || parsed.cost.r < cost.r || parsed.cost.p < cost.p
}

const SHAPE = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/

function parse(stored: string): { cost: ScryptCost; salt: Buffer; key: Buffer } | null {
  const [, ln, r, p, salt, key] = SHAPE.exec(stored) ?? []
  if (!salt || !key) return null
  return {
    cost: { n: 2 ** Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  }
}

/** One written form per password (NFC), so that the same keys pressed on another system give the same bytes; nothing is cut. */
function derive(password: string, pepper: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  const peppered = createHmac('sha256', pepper).update(password.normalize('NFC')).digest()
  const options: ScryptOptions = { N: cost.n, r: cost.r, p: cost.p, maxmem: 256 * cost.n * cost.r }
  return new Promise((resolve, reject) => {
    scrypt(peppered, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
