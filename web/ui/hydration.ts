import { useMatches } from '@remix-run/react'

/**
 * What a route may say about itself in `export const handle`.
 * A page whose every route says `hydrates: false` is complete as HTML and ships no script at all.
 */
export type RouteHandle = { readonly hydrates?: boolean }

/** True unless the innermost route of the page opted out. */
export function useHydrates(): boolean {
  const innermost = useMatches().at(-1)
  const handle = innermost?.handle as RouteHandle | undefined
  return handle?.hydrates !== false
}
