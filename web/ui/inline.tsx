import { useNonce } from './nonce.ts'

/*
 * What has to stand in the page itself. Both are made by us: a style sheet of numbers (theme-tokens.ts), and JSON in which
 * nothing can end the element.
 */

/** A style sheet that this answer alone allows. */
export function InlineStyle({ css }: { css: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: made of numbers
  return <style nonce={useNonce()} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: css }} />
}

/** Data for engines and browsers, which runs nothing. */
export function InlineData({ type, value }: { type: 'application/ld+json' | 'speculationrules'; value: object }) {
  const text = JSON.stringify(value).replaceAll('<', '\\u003c')
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON without `<`
  return <script type={type} nonce={useNonce()} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: text }} />
}
