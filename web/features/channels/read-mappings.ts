import { type Id, isId } from '#worker/pure/ids.ts'

type Attribute = { from?: string | undefined; text?: string | undefined }
export type Mapping = { categoryId: Id<'category'>; externalCategory: string; attributes: Record<string, Attribute> }

/**
 * What was typed of categories: `category.<id>` is the channel's own, `attribute.<id>.<name>` what its attribute says: a fixed
 * text, or `=Colour` for what a product says of its colour. A category left empty is not mapped.
 */
export function readMappings(form: FormData): Mapping[] {
  const entries = [...form].map(([name, value]): [string, string] => [name, String(value).trim()])
  return entries.flatMap(([name, externalCategory]) => {
    const categoryId = name.replace(/^category\./, '')
    if (!name.startsWith('category.') || !isId('category', categoryId) || externalCategory === '') return []
    const prefix = `attribute.${categoryId}.`
    const attributes = entries.flatMap(([key, text]): [string, Attribute][] =>
      key.startsWith(prefix) && text !== '' ? [[key.slice(prefix.length), readAttribute(text)]] : [],
    )
    return [{ categoryId, externalCategory, attributes: Object.fromEntries(attributes) }]
  })
}

const readAttribute = (text: string): Attribute => (text.startsWith('=') ? { from: text.slice(1).trim() } : { text })

/** The text `readMappings` reads back. */
export const attributeEntry = (attribute: Attribute | undefined): string =>
  attribute === undefined ? '' : attribute.from !== undefined ? `=${attribute.from}` : (attribute.text ?? '')
