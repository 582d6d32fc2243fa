import type { MetaDescriptor } from '@remix-run/cloudflare'

type Page = {
  title: string
  description: string
  /** The page's one address, absolute. */
  url: string
  image: { url: string; width: number; height: number } | null
  type?: 'website' | 'product'
}

/** What a page says of itself to search engines and to whoever shares it. */
export function pageMeta({ title, description, url, image, type = 'website' }: Page): MetaDescriptor[] {
  const { origin } = new URL(url)
  return [
    { title },
    { name: 'description', content: shortened(description) },
    { tagName: 'link', rel: 'canonical', href: url },
    { property: 'og:type', content: type },
    { property: 'og:title', content: title },
    { property: 'og:description', content: shortened(description) },
    { property: 'og:url', content: url },
    ...(image === null
      ? []
      : [
          { property: 'og:image', content: `${origin}${image.url}?w=960` },
          { name: 'twitter:card', content: 'summary_large_image' },
        ]),
  ]
}

const DESCRIPTION_MAX = 160

/** As much as is ever shown, cut between words. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= DESCRIPTION_MAX ? line : `${line.slice(0, line.lastIndexOf(' ', DESCRIPTION_MAX - 1))}…`
}
