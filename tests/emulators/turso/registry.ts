import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type GroupRecord = { name: string; uuid: string; location: string; rid: string; deleteProtection: boolean }

export type DatabaseRecord = {
  name: string
  id: string
  group: string
  rid: string
  /** A token fixed by the emulator's options, accepted besides the minted ones. */
  token?: string
  /** Name and id of the database it was seeded from. */
  parent?: { id: string; name: string; branchedAt: string }
  deleteProtection: boolean
  blockReads: boolean
  blockWrites: boolean
}

export type FixedDatabase = { readonly name: string; readonly token: string; readonly group?: string }

type Stored = { key: string; groups: GroupRecord[]; databases: DatabaseRecord[] }

const DEFAULT_GROUP = 'default'
const LOCATION = 'aws-eu-west-1'

/** Which databases and groups exist. Kept in the directory, so that tokens handed out survive a restart. */
export class Registry {
  readonly directory: string
  readonly organization: string
  readonly #fixed: readonly FixedDatabase[]
  readonly groups = new Map<string, GroupRecord>()
  readonly databases = new Map<string, DatabaseRecord>()
  /** Signs the tokens. */
  key = ''

  constructor(directory: string, organization: string, fixed: readonly FixedDatabase[]) {
    this.directory = directory
    this.organization = organization
    this.#fixed = fixed
    mkdirSync(directory, { recursive: true })
    this.#load()
  }

  get #file(): string {
    return join(this.directory, 'registry.json')
  }

  #load(): void {
    const stored: Stored = existsSync(this.#file)
      ? (JSON.parse(readFileSync(this.#file, 'utf8')) as Stored)
      : { key: randomBytes(32).toString('hex'), groups: [], databases: [] }
    this.key = stored.key
    for (const group of stored.groups) this.groups.set(group.name, group)
    for (const database of stored.databases) this.databases.set(database.name, database)
    if (!this.groups.has(DEFAULT_GROUP)) this.addGroup(DEFAULT_GROUP, LOCATION)
    for (const { name, token, group } of this.#fixed) {
      const record = this.databases.get(name) ?? this.addDatabase(name, group ?? DEFAULT_GROUP)
      record.token = token
    }
    this.save()
  }

  addGroup(name: string, location: string): GroupRecord {
    const group: GroupRecord = { name, uuid: randomUUID(), location, rid: randomUUID(), deleteProtection: false }
    this.groups.set(name, group)
    this.save()
    return group
  }

  addDatabase(name: string, group: string): DatabaseRecord {
    const flags = { deleteProtection: false, blockReads: false, blockWrites: false }
    const record: DatabaseRecord = { name, id: randomUUID(), group, rid: randomUUID(), ...flags }
    this.databases.set(name, record)
    this.save()
    return record
  }

  removeDatabase(name: string): void {
    this.databases.delete(name)
    this.save()
  }

  /** The file of a database is named by its id: a name may be given again after a deletion. */
  pathOf(record: DatabaseRecord): string {
    return join(this.directory, `${record.id}.db`)
  }

  hostnameOf(name: string): string {
    return `${name}-${this.organization}.turso.io`
  }

  /** Finds the database a request's Host header names, as `<name>-<organization>.turso.io` or `<name>.<anything>`. */
  byHost(host: string): DatabaseRecord | undefined {
    const label = host.split(':')[0]?.split('.')[0] ?? ''
    const suffix = `-${this.organization}`
    const bare = label.endsWith(suffix) ? label.slice(0, -suffix.length) : label
    return this.databases.get(bare) ?? this.databases.get(label)
  }

  /** Written to a temporary name first: a killed process never leaves half a registry. */
  save(): void {
    const stored: Stored = { key: this.key, groups: [...this.groups.values()], databases: [...this.databases.values()] }
    writeFileSync(`${this.#file}.new`, JSON.stringify(stored, null, 2))
    renameSync(`${this.#file}.new`, this.#file)
  }

  /** Back to the fixed databases and the default group only. The caller has removed the database files. */
  reset(): void {
    rmSync(this.#file, { force: true })
    this.groups.clear()
    this.databases.clear()
    this.#load()
  }
}
