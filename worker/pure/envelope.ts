import { assert } from '#worker/pure/assert.ts'
import { fromBase64Url, toBase64Url } from '#worker/pure/hash.ts'

/*
 * Envelope encryption of stored secrets. Every secret has a data key of its own (AES-256-GCM, 96-bit IV); the data key is stored
 * beside it, wrapped by a key-encryption key that only the environment holds. To take up a new key-encryption key, the data keys
 * are wrapped anew and what they seal is not touched. Both layers authenticate the format, whose secret it is and what for: a row
 * that was copied to another tenant or another purpose does not open, nor does a data key that was put beside another secret.
 *
 * `e1.<id of the key-encryption key>.<IV>.<wrapped data key>.<IV>.<sealed secret>`, bytes as base64url.
 */

const FORMAT = 'e1'
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/** Base64url 256-bit key-encryption keys by id: the first wraps, all unwrap. */
export type EnvelopeKeys = ReadonlyMap<string, string>

/**
 * A sealed secret that cannot be opened. `unknown_key`: its key-encryption key is not there, and may come back; `altered`: it was
 * changed, or sealed for somebody or something else; `malformed`: it is none.
 */
export class EnvelopeUnreadable extends Error {
  override readonly name = 'EnvelopeUnreadable'
  readonly reason: 'unknown_key' | 'altered' | 'malformed'
  constructor(reason: EnvelopeUnreadable['reason']) {
    super(`This secret cannot be opened: ${reason}`)
    this.reason = reason
  }
}

/** Encrypts a secret for storage. @param bound whose it is and what for, as one text: it opens for the same text only */
export async function sealEnvelope(keys: EnvelopeKeys, bound: string, secret: string): Promise<string> {
  const dataKey = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
  const wrapped = await wrap(keys, bound, dataKey)
  const sealed = await encrypt(dataKey, dataText(bound), Uint8Array.from(new TextEncoder().encode(secret)))
  return [FORMAT, ...wrapped, ...sealed].join('.')
}

/** The secret again. @throws EnvelopeUnreadable if anything at all is not as it was sealed */
export async function openEnvelope(keys: EnvelopeKeys, bound: string, sealed: string): Promise<string> {
  const parts = partsOf(sealed)
  const dataKey = await unwrap(keys, bound, parts)
  return new TextDecoder().decode(await decrypt(dataKey, dataText(bound), parts.iv, parts.data))
}

/**
 * The same secret with its data key under the first key-encryption key; what is there already comes back as it is. The sealed
 * secret is carried over byte by byte.
 * @throws EnvelopeUnreadable
 */
export async function rewrap(keys: EnvelopeKeys, bound: string, sealed: string): Promise<string> {
  const parts = partsOf(sealed)
  if (parts.keyId === firstKey(keys).id) return sealed
  const wrapped = await wrap(keys, bound, await unwrap(keys, bound, parts))
  return [FORMAT, ...wrapped, toBase64Url(parts.iv), toBase64Url(parts.data)].join('.')
}

/** The id of the key-encryption key that new envelopes are under. */
export const firstKeyId = (keys: EnvelopeKeys): string => firstKey(keys).id

type Bytes = Uint8Array<ArrayBuffer>
type Parts = { keyId: string; wrapIv: Bytes; wrapped: Bytes; iv: Bytes; data: Bytes }

function partsOf(sealed: string): Parts {
  const [format, keyId = '', ...rest] = sealed.split('.')
  const [wrapIv, wrapped, iv, data] = rest.map(exactBytes)
  const isWhole =
    format === FORMAT &&
    keyId !== '' &&
    rest.length === 4 &&
    wrapIv?.length === IV_BYTES &&
    wrapped?.length === KEY_BYTES + TAG_BYTES &&
    iv?.length === IV_BYTES &&
    data !== undefined &&
    data.length >= TAG_BYTES
  if (!isWhole) throw new EnvelopeUnreadable('malformed')
  return { keyId, wrapIv, wrapped, iv, data }
}

/** Bytes of the one text that stands for them: base64 lets the last character vary without a difference. */
function exactBytes(text: string): Bytes {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) throw new EnvelopeUnreadable('malformed')
  const bytes = fromBase64Url(text)
  if (bytes === null || toBase64Url(bytes) !== text) throw new EnvelopeUnreadable('malformed')
  return bytes
}

function firstKey(keys: EnvelopeKeys): { id: string; text: string } {
  const [first] = keys
  assert(first !== undefined && /^[\w-]+$/.test(first[0]), 'there is a key to seal with, and its id is letters, digits, - and _')
  return { id: first[0], text: first[1] }
}

async function wrap(keys: EnvelopeKeys, bound: string, dataKey: Bytes): Promise<[keyId: string, iv: string, wrapped: string]> {
  const { id, text } = firstKey(keys)
  return [id, ...(await encrypt(keyBytes(text), keyText(id, bound), dataKey))]
}

async function unwrap(keys: EnvelopeKeys, bound: string, { keyId, wrapIv, wrapped }: Parts): Promise<Bytes> {
  const text = keys.get(keyId)
  if (text === undefined) throw new EnvelopeUnreadable('unknown_key')
  return new Uint8Array(await decrypt(keyBytes(text), keyText(keyId, bound), wrapIv, wrapped))
}

const keyText = (keyId: string, bound: string) => `${FORMAT}\nkey\n${keyId}\n${bound}`
const dataText = (bound: string) => `${FORMAT}\ndata\n${bound}`

function keyBytes(text: string): Bytes {
  const bytes = fromBase64Url(text)
  assert(bytes?.length === KEY_BYTES, 'a sealing key is 256 bits of base64url')
  return bytes
}

const params = (iv: Bytes, authenticated: string) => ({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(authenticated) })

async function encrypt(key: Bytes, authenticated: string, plain: Bytes): Promise<[iv: string, sealed: string]> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const cryptoKey = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  return [toBase64Url(iv), toBase64Url(new Uint8Array(await crypto.subtle.encrypt(params(iv, authenticated), cryptoKey, plain)))]
}

async function decrypt(key: Bytes, authenticated: string, iv: Bytes, sealed: Bytes): Promise<ArrayBuffer> {
  const cryptoKey = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt'])
  try {
    return await crypto.subtle.decrypt(params(iv, authenticated), cryptoKey, sealed)
  } catch {
    throw new EnvelopeUnreadable('altered')
  }
}
