import { invalidRequest } from './refusal.ts'

/** One decoded form value: text, a hash or (for `a[]=`) a list. Hashes with number keys are turned into lists by the reader. */
export type FormNode = string | FormNode[] | FormTree
export type FormTree = { [key: string]: FormNode }

const DEPTH_MAX = 12

/**
 * Decodes `application/x-www-form-urlencoded` text the way the provider does: `a[b][c]=1`, `a[0][b]=1`, `a[]=1`.
 * The trees have no prototype, so a parameter called `__proto__` is only a name.
 * @throws a 400 when one name is used both as a value and as a hash
 */
export function decodeForm(text: string): FormTree {
  const root = emptyTree()
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = decodeText(at < 0 ? pair : pair.slice(0, at))
    const value = at < 0 ? '' : decodeText(pair.slice(at + 1))
    insert(root, splitName(name), value)
  }
  return root
}

/** The same tree for the same parameters, whatever their order: what an idempotency key is compared by. */
export function canonical(node: FormNode): string {
  if (typeof node === 'string') return JSON.stringify(node)
  if (Array.isArray(node)) return `[${node.map(canonical).join(',')}]`
  const keys = Object.keys(node).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(node[key] ?? '')}`).join(',')}}`
}

export function emptyTree(): FormTree {
  return Object.create(null) as FormTree
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw invalidRequest('Invalid URL encoding in the request parameters.')
  }
}

function splitName(name: string): string[] {
  const open = name.indexOf('[')
  if (open <= 0) return [name]
  const parts = [name.slice(0, open)]
  for (const match of name.slice(open).matchAll(/\[([^\]]*)\]/g)) parts.push(match[1] ?? '')
  if (parts.length > DEPTH_MAX) throw invalidRequest(`Invalid nesting of parameter: ${parts[0]}`)
  return parts
}

function insert(root: FormTree, path: string[], value: string): void {
  let node: FormTree | FormNode[] = root
  for (const [index, part] of path.entries()) {
    const last = index === path.length - 1
    if (Array.isArray(node)) {
      node = insertIntoList(node, part, last ? value : undefined, path[index + 1] ?? '', path)
    } else if (last) {
      if (typeof node[part] === 'object') throw conflict(path)
      node[part] = value
    } else {
      node = descend(node, part, path[index + 1] ?? '', path)
    }
  }
}

function descend(node: FormTree, part: string, next: string, path: string[]): FormTree | FormNode[] {
  const existing = node[part]
  if (typeof existing === 'string') throw conflict(path)
  if (existing !== undefined) {
    if (Array.isArray(existing) !== (next === '')) throw conflict(path)
    return existing
  }
  const made: FormTree | FormNode[] = next === '' ? [] : emptyTree()
  node[part] = made
  return made
}

/** `a[][b]=1&a[][c]=2` fills one hash until a name repeats, as Rack does. */
function insertIntoList(list: FormNode[], part: string, value: string | undefined, next: string, path: string[]): FormTree | FormNode[] {
  if (part !== '') throw conflict(path)
  if (value !== undefined) {
    list.push(value)
    return list
  }
  const tail = list.at(-1)
  if (typeof tail === 'object' && !Array.isArray(tail) && !(next in tail)) return tail
  const made = emptyTree()
  list.push(made)
  return made
}

function conflict(path: string[]): Error {
  return invalidRequest(`Invalid parameter: ${path[0]} is used both as a value and as a hash.`, { param: path[0] ?? '' })
}
