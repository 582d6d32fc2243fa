import { createHash } from 'node:crypto'
import { emptyTree, type FormTree } from './form.ts'

/** True for the bodies that carry a file. */
export const isMultipart = (contentType: string): boolean => contentType.startsWith('multipart/form-data')

/** A multipart body as a tree: texts as they are; of a file its name, type, size and digest, which is all this stand-in keeps. */
export async function readMultipart(body: ArrayBuffer, contentType: string): Promise<FormTree> {
  const tree = emptyTree()
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData()
  for (const [name, value] of form) {
    if (typeof value === 'string') {
      tree[name] = value
      continue
    }
    const bytes = new Uint8Array(await value.arrayBuffer())
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    tree[name] = Object.assign(emptyTree(), { name: value.name, type: value.type, size: String(bytes.byteLength), sha256 })
  }
  return tree
}
