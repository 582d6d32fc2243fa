import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/*
 * What the owners of the APIs wrote about them: schemas, recordings, vectors. It is read from the folder of contracts at run time,
 * and what is found there are the cases; nothing of it is kept here.
 */

export const CONTRACTS_DIR = process.env.CONTRACTS_DIR ?? '../shared/contracts'

/** `name` is below the folder that was asked for, with `/`, and without `.gz`. */
export type ContractFile = { name: string; text(): string }

/** Every file below a folder of the contracts, however deep, by name; none where it is absent. What is zipped is read unzipped. */
export function contractFiles(folder: string, root = CONTRACTS_DIR): ContractFile[] {
  const directory = join(root, folder)
  if (!existsSync(directory)) return []
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      const below = path.slice(join(directory, '/').length).replaceAll('\\', '/')
      const text = () => (name.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString('utf8')
      return { name: below.replace(/\.gz$/, ''), text }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A file of the contracts by its name, if it is there. */
export const contractFile = (folder: string, name: string): ContractFile | undefined =>
  contractFiles(folder).find((file) => file.name === name)

/** What a file holds, or undefined for what is no JSON: a note, a licence, half a file. */
export function jsonIn<T = unknown>(file: ContractFile): T | undefined {
  if (!file.name.endsWith('.json')) return undefined
  try {
    return JSON.parse(file.text()) as T
  } catch {
    return undefined
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The vectors of a file: it is one, or a list of them, or has such a list. */
export function vectorsIn(content: unknown): unknown[] {
  if (Array.isArray(content)) return content
  const list = isObject(content) ? (content.vectors ?? content.cases ?? content.tests) : undefined
  return Array.isArray(list) ? list.map((one) => (isObject(one) ? { ...(content as object), ...one } : one)) : [content]
}

/** Says once a run what of the contracts is judged by nobody, and why: nothing that is found is passed over in silence. */
export function tell(about: string, all: readonly string[]): void {
  const lines = all.filter((line) => line !== '')
  if (lines.length > 0) console.info(`contracts: ${about}\n${lines.map((line) => `  ${line}`).join('\n')}`)
}

/** `a, b ×2`: names, each once. */
export function counted(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => (count > 1 ? `${name} ×${count}` : name)).join(', ')
}
