import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'

/** What a page complained of (console, network, exceptions) and what it weighed, from the moment of the call on. */
export function watchPage(page: Page) {
  const complaints: string[] = []
  const weights: Promise<{ kind: string; url: string; bytes: number }>[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => {
    // A transition between two pages that the browser gives up because the next one is shown already: no script of ours asks for one.
    if (!/^\w+Error: Transition was (aborted|skipped)/.test(String(error))) complaints.push(String(error))
  })
  page.on('requestfailed', (request) => {
    // What the browser itself gives up when a page is left is no fault of the page.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()}`)
  })
  page.on('response', (response) => {
    const kind = response.request().resourceType()
    if (!['script', 'stylesheet', 'document', 'image', 'font'].includes(kind)) return
    weights.push(
      response.body().then(
        // Text travels compressed at the edge; here it comes as it is.
        (body) => ({ kind, url: response.url(), bytes: ['image', 'font'].includes(kind) ? body.length : gzipSync(body).length }),
        () => ({ kind, url: response.url(), bytes: 0 }),
      ),
    )
  })
  return {
    complaints,
    /** Bytes on the wire by kind of file, and how many files; those of our own host, not what a payment provider's frame brings. */
    weight: async () => {
      const own = new URL(page.url()).origin
      const all = (await Promise.all(weights)).filter(({ url }) => new URL(url).origin === own)
      const of = (kind: string) => all.filter((each) => each.kind === kind).reduce((sum, { bytes }) => sum + bytes, 0)
      return {
        script: of('script'),
        stylesheet: of('stylesheet'),
        total: all.reduce((sum, { bytes }) => sum + bytes, 0),
        files: all.length,
      }
    },
  }
}

/** How far the page can be scrolled sideways, px. */
export const sidewaysScroll = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth') as Promise<number>
