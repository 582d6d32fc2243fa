import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/** The supply chain: exact versions, one registry, install scripts only where known, and no version with a known hole. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  allowScripts: Record<string, boolean>
}
type Platform = { optional?: boolean; os?: string[]; cpu?: string[]; libc?: string[] }
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<
    string,
    { version?: string; resolved?: string; integrity?: string; hasInstallScript?: boolean; link?: boolean } & Platform
  >
}
const installed = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ ...entry, path, name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length) }))

const parts = (version: string) => version.split('-')[0]?.split('.').map(Number) ?? []
/** True if `version` is `fixedIn` or newer. */
function isFixed(version: string, fixedIn: string): boolean {
  const [have, need] = [parts(version), parts(fixedIn)]
  for (let i = 0; i < 3; i++) if ((have[i] ?? 0) !== (need[i] ?? 0)) return (have[i] ?? 0) > (need[i] ?? 0)
  return true
}

test('every direct dependency is pinned to one version', () => {
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version),
  )
  expect(loose).toEqual([])
})

/** A binary of another system: `npm ci` wants it named in the lockfile, and installs it nowhere that builds, tests or deploys. */
const isForeignBinary = ({ optional, os, cpu, libc }: (typeof installed)[number]): boolean =>
  optional === true &&
  !(
    (os ?? ['linux']).includes('linux') &&
    (libc ?? ['glibc']).includes('glibc') &&
    ['x64', 'arm64'].some((arch) => (cpu ?? [arch]).includes(arch))
  )

test('every package that can be installed on Linux has an integrity hash', () => {
  const unchecked = installed.filter((entry) => !entry.integrity && !entry.link && !isForeignBinary(entry))
  expect(unchecked.map(({ path }) => path)).toEqual([])
})

test('only the known packages run a script when they are installed', () => {
  const scripts = new Set(installed.filter((entry) => entry.hasInstallScript).map(({ name }) => name))
  const known = new Set([...Object.keys(manifest.allowScripts), 'fsevents'])
  expect([...scripts].filter((name) => !known.has(name))).toEqual([])
})

/** First versions that have the hole at all, where the row names only the fix. */
const AFFECTED_FROM: Record<string, Record<string, string>> = {
  // Actions that run on a server came with 7.0; the 6.x that Remix 2 builds on only runs in the browser.
  'GHSA-h5cw-625j-3rxh': { 'react-router': '7.0.0' },
}

const advisories = `${process.env.CONTRACTS_DIR ?? '../shared/contracts'}/../security/advisories.csv`
describe.skipIf(!existsSync(advisories))('advisories.csv: nothing in the lockfile is older than its fix', () => {
  const rows = (existsSync(advisories) ? readFileSync(advisories, 'utf8') : '').trim().split('\n').slice(1)
  const cases = rows.flatMap((row) => {
    const [names = '', id = ''] = row.split(',')
    // `7.12.0 / 2.17.3` fixes several packages or several lines; a row in brackets is another product's bug, kept to learn from.
    const fixes = [...(row.slice(row.lastIndexOf(',') + 1).matchAll(/\d+\.\d+\.\d+/g) ?? [])].map(([version]) => version)
    return names.startsWith('(') || fixes.length === 0 ? [] : [{ names: names.split('/ ').map((name) => name.trim()), id, fixes }]
  })
  test.each(cases)('$id', ({ names, id, fixes }) => {
    const old = installed.filter(({ name, version = '' }) => {
      if (!names.includes(name) || !isFixed(version, AFFECTED_FROM[id]?.[name] ?? '0.0.0')) return false
      const sameLine = fixes.find((fix) => parts(fix)[0] === parts(version)[0])
      return !isFixed(version, sameLine ?? fixes.toSorted((a, b) => (isFixed(a, b) ? 1 : -1)).at(-1) ?? '0.0.0')
    })
    expect(old.map(({ path, version }) => `${path}@${version}`)).toEqual([])
  })
})
