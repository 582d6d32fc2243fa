const encoder = new TextEncoder()

/** SHA-256 as 64 hex digits. For values with enough chance in them (tokens) or that are no secret; never for passwords. */
export async function sha256Hex(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))))
}

/** Lower-case hex of bytes. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** URL-safe base64 without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** The bytes of URL-safe base64; null if it is none. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text)) return null
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
}

/** 256 bits of chance as URL-safe text: the secret half of a token. */
export function newSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

/** Compares two texts in a time that does not tell where they differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = encoder.encode(a)
  const right = encoder.encode(b)
  let difference = left.length ^ right.length
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i % Math.max(right.length, 1)] ?? 0)
  return difference === 0
}

/** A text with an HMAC-SHA-256 that only the holder of the key can make; `purpose` keeps one kind of link from serving as another. */
export async function sign(keyText: string, purpose: string, text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(keyText), encoder.encode(`${purpose}\n${text}`))))
}

/** Keys that were used before, ready for use: there are two or three, and making one costs more than signing with it. */
const keys = new Map<string, CryptoKey>()
const KEYS_MAX = 16

async function keyOf(keyText: string): Promise<CryptoKey> {
  const known = keys.get(keyText)
  if (known) return known
  const key = await crypto.subtle.importKey('raw', encoder.encode(keyText), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  if (keys.size >= KEYS_MAX) keys.clear()
  keys.set(keyText, key)
  return key
}

/** True if `signature` was made by `sign` with the same key, purpose and text. */
export async function isSigned(keyText: string, purpose: string, text: string, signature: string): Promise<boolean> {
  return equalInConstantTime(await sign(keyText, purpose, text), signature)
}
