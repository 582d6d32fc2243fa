import { emptyTree, type FormNode, type FormTree } from './form.ts'
import { invalidRequest, missingParameter, unknownParameters } from './refusal.ts'

/** How one parameter is read. `path` is its full name, e.g. `payment_method_data[card][number]`, for the refusal. */
export type Field<T> = { readonly required: boolean; read(node: FormNode, path: string): T }
export type Needed<T> = Field<T> & { readonly required: true }
export type Spec = Readonly<Record<string, Field<unknown>>>
/** The values a spec reads: an absent optional parameter is undefined, an unset one (empty string) is null. */
export type Read<S extends Spec> = {
  [K in keyof S]: S[K] extends Needed<infer T> ? T : S[K] extends Field<infer T> ? T | undefined : never
}
export type Metadata = Record<string, string>
export type MetadataPatch = Record<string, string | null>

/**
 * Reads the parameters of one call.
 * @throws 400 `parameter_unknown`, `parameter_missing`, `parameter_invalid_*`
 */
export function readParams<S extends Spec>(tree: FormTree, spec: S, at = ''): Read<S> {
  const unknown = Object.keys(tree).filter((name) => !Object.hasOwn(spec, name))
  if (unknown.length > 0) throw unknownParameters(unknown.map((name) => join(at, name)))
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(spec)) {
    const node = tree[name]
    if (node === undefined) {
      if (field.required) throw missingParameter(join(at, name))
      continue
    }
    values[name] = field.read(node, join(at, name))
  }
  return values as Read<S>
}

export function required<T>(field: Field<T>): Needed<T> {
  return { required: true, read: field.read }
}

function optional<T>(read: (node: FormNode, path: string) => T): Field<T> {
  return { required: false, read }
}

/** Text that cannot be unset: an empty string is refused. */
export function text(max = 5000): Field<string> {
  return optional((node, path) => {
    const value = scalar(node, path)
    if (value === '') throw emptyRefused(path)
    if (value.length > max) {
      throw invalidRequest(`Invalid string: ${value.slice(0, 20)}...; must be at most ${max} characters`, {
        code: 'parameter_invalid_string',
        param: path,
      })
    }
    return value
  })
}

/** Text that an empty string unsets. */
export function unsettable(max = 5000): Field<string | null> {
  const inner = text(max)
  return optional((node, path) => (node === '' ? null : inner.read(node, path)))
}

export function integer(): Field<number> {
  return optional((node, path) => {
    const value = scalar(node, path)
    if (value === '') throw emptyRefused(path)
    if (!/^-?\d{1,15}$/.test(value)) throw invalidRequest(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param: path })
    return Number(value)
  })
}

/** An integer of at least 1. */
export function positive(): Field<number> {
  const inner = integer()
  return optional((node, path) => {
    const value = inner.read(node, path)
    if (value < 1) {
      throw invalidRequest('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: path })
    }
    return value
  })
}

export function flag(): Field<boolean> {
  return optional((node, path) => {
    const value = scalar(node, path)
    if (value !== 'true' && value !== 'false') throw invalidRequest(`Invalid boolean: ${value}`, { param: path })
    return value === 'true'
  })
}

export function oneOf<const T extends string>(...values: readonly T[]): Field<T> {
  return optional((node, path) => {
    const value = scalar(node, path)
    const found = values.find((candidate) => candidate === value)
    if (found === undefined) {
      const allowed = values.length === 1 ? values[0] : `one of ${values.slice(0, -1).join(', ')}, or ${values.at(-1)}`
      throw invalidRequest(`Invalid ${path}: must be ${allowed}`, { param: path })
    }
    return found
  })
}

/** A hash with known members. */
export function hash<S extends Spec>(spec: S): Field<Read<S>> {
  return optional((node, path) => readParams(tree(node, path), spec, path))
}

/** As `hash`, and an empty string unsets the whole. */
export function unsettableHash<S extends Spec>(spec: S): Field<Read<S> | null> {
  return optional((node, path) => (node === '' ? null : readParams(tree(node, path), spec, path)))
}

export function listOf<T>(field: Field<T>): Field<T[]> {
  return optional((node, path) => items(node, path).map((item, index) => field.read(item, `${path}[${index}]`)))
}

/** A parameter of the provider's that this stand-in keeps as it came, without a rule of its own. */
export function anything(): Field<FormNode> {
  return optional((node) => node)
}

/** A parameter of the provider's whose effect this stand-in does not build: refused rather than ignored. */
export function notBuilt(): Field<never> {
  return optional((_node, path) => {
    throw invalidRequest(`The parameter ${path} exists, but its effect is not built in this stand-in.`, { param: path })
  })
}

/** Up to 50 pairs, keys up to 40 and values up to 500 characters; an empty value removes the key, an empty whole removes all. */
export function metadata(): Field<MetadataPatch | null> {
  return optional((node, path) => {
    if (node === '') return null
    const patch: MetadataPatch = {}
    for (const [key, value] of Object.entries(tree(node, path))) {
      if (key.length > 40) throw invalidRequest('Metadata keys can have up to 40 characters.', { param: path })
      const content = scalar(value, `${path}[${key}]`)
      if (content.length > 500) throw invalidRequest('Metadata values can have up to 500 characters.', { param: `${path}[${key}]` })
      patch[key] = content === '' ? null : content
    }
    return patch
  })
}

/** @throws 400 above 50 keys */
export function applyMetadata(before: Metadata, patch: MetadataPatch | null | undefined): Metadata {
  if (patch === undefined) return before
  if (patch === null) return {}
  const after = { ...before }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete after[key]
    else after[key] = value
  }
  if (Object.keys(after).length > 50) throw invalidRequest('Metadata can have up to 50 keys.', { param: 'metadata' })
  return after
}

function items(node: FormNode, path: string): FormNode[] {
  if (node === '') return []
  if (typeof node === 'string') throw invalidRequest(`Invalid array`, { param: path })
  if (Array.isArray(node)) return node
  const keys = Object.keys(node)
  if (!keys.every((key) => /^\d+$/.test(key))) throw invalidRequest('Invalid array', { param: path })
  return keys.sort((a, b) => Number(a) - Number(b)).map((key) => node[key] ?? '')
}

function tree(node: FormNode, path: string): FormTree {
  if (typeof node === 'string' && node !== '') throw invalidRequest('Invalid hash', { param: path })
  if (Array.isArray(node)) throw invalidRequest('Invalid hash', { param: path })
  return node === '' ? emptyTree() : (node as FormTree)
}

function scalar(node: FormNode, path: string): string {
  if (typeof node !== 'string')
    throw invalidRequest('Invalid string: a hash or list was given', { code: 'parameter_invalid_string', param: path })
  return node
}

function emptyRefused(path: string): Error {
  return invalidRequest(
    `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`,
    { code: 'parameter_invalid_empty', param: path },
  )
}

function join(at: string, name: string): string {
  return at === '' ? name : `${at}[${name}]`
}
