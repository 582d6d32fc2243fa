import { Problem } from '#worker/pure/problem.ts'

/** 401: what came is not signed with our secret. */
export class InvalidSignature extends Problem {
  constructor() {
    super('invalid_signature', 401, 'The signature of this message does not hold.')
  }
}

const encoder = new TextEncoder()

/** Whether one of the secrets signed the text; compared in constant time. A secret that is empty signs nothing. */
export async function isSigned(
  text: string,
  signature: Uint8Array<ArrayBuffer>,
  secrets: readonly (string | undefined)[],
): Promise<boolean> {
  let isOurs = false
  for (const secret of secrets) {
    if (!secret) continue
    const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
    isOurs = (await crypto.subtle.verify('HMAC', key, signature, encoder.encode(text))) || isOurs
  }
  return isOurs
}

/** The octets a text of base64 stands for; none if it is not one. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

/** The octets a text of hexadecimal digits stands for; none if it is not one. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (!/^([0-9a-f]{2})+$/i.test(text)) return new Uint8Array()
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** A short name that follows from a text; hexadecimal. */
export async function digestOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))
  return [...digest].map((octet) => octet.toString(16).padStart(2, '0')).join('')
}
