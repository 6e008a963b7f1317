// Resource ids in the service's form: 4 bytes for a database, 8 for a container, 16 for an item, in a base64 without slashes.

const text = (bytes: Buffer): string => bytes.toString('base64').replaceAll('/', '-')

export function databaseRid(database: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(database)
  return text(bytes)
}

export function containerRid(database: number, container: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(database)
  // The highest bit tells a container from a user.
  bytes.writeUInt32BE((0x80000000 | container) >>> 0, 4)
  return text(bytes)
}

export function itemRid(container: string, row: number): string {
  const bytes = Buffer.alloc(16)
  Buffer.from(container.replaceAll('-', '/'), 'base64').copy(bytes)
  bytes.writeBigUInt64LE(BigInt(row), 8)
  return text(bytes)
}
