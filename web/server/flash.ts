import { createCookie, redirect } from '@remix-run/cloudflare'
import { type FlashKey, isFlashKey } from '#web/ui/flash-texts.ts'

/** A word about what was just done, kept for the next page alone: a key into `flash-texts.ts`, never text of its own. */
export type Flash = {
  key: FlashKey
  params?: Record<string, string>
  /** Takes the change back: a form that is posted to a path of ours when "Undo" is pressed. */
  undo?: { action: string; fields: Record<string, string | string[]> }
}

const cookie = createCookie('__Host-stoa_flash', { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge: 60 })

/** A redirect after a change that worked (303), and what to tell on the page it leads to. */
export async function redirectWith(path: string, flash: Flash, headers: HeadersInit = {}): Promise<Response> {
  const all = new Headers(headers)
  all.append('set-cookie', await cookie.serialize(flash))
  return redirect(path, { status: 303, headers: all })
}

/** What the page before wanted told, and the header that forgets it; null if there is nothing. */
export async function readFlash(request: Request): Promise<{ flash: Flash; forget: string } | null> {
  const found: unknown = await cookie.parse(request.headers.get('cookie')).catch(() => null)
  if (typeof found !== 'object' || found === null || !('key' in found) || !isFlashKey(found.key)) return null
  return { flash: found as Flash, forget: await cookie.serialize('', { maxAge: 0 }) }
}
