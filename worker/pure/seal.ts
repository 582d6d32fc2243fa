import { fromBase64Url, toBase64Url } from '#worker/pure/hash.ts'

/**
 * Encrypts a secret for storage: AES-256-GCM with a fresh 96-bit IV. `bound` (whose secret, what for) is authenticated with
 * it, so a row copied to another tenant does not open.
 * @param keys base64url 256-bit keys by id; the first seals, all open (that is how a key is rotated)
 */
export async function seal(keys: ReadonlyMap<string, string>, bound: string, secret: string): Promise<string> {
  const [first] = keys
  if (!first) throw new Error('There is no key to seal with')
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt(params(iv, bound), await importKey(first[1]), new TextEncoder().encode(secret))
  return `${first[0]}.${toBase64Url(iv)}.${toBase64Url(new Uint8Array(sealed))}`
}

/** The secret again. Throws if anything was changed, the key is unknown, or it was sealed for something else. */
export async function open(keys: ReadonlyMap<string, string>, bound: string, sealed: string): Promise<string> {
  const [keyId = '', iv = '', data = ''] = sealed.split('.')
  const key = keys.get(keyId)
  const ivBytes = fromBase64Url(iv)
  const dataBytes = fromBase64Url(data)
  if (!key || !ivBytes || !dataBytes) throw new Error('This secret cannot be opened')
  return new TextDecoder().decode(await crypto.subtle.decrypt(params(ivBytes, bound), await importKey(key), dataBytes))
}

const params = (iv: Uint8Array<ArrayBuffer>, bound: string) => ({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(bound) })

async function importKey(text: string): Promise<CryptoKey> {
  const bytes = fromBase64Url(text)
  if (bytes?.length !== 32) throw new Error('A sealing key is 256 bits of base64url')
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
